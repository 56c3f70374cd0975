export function lives(pid: number): boolean;
