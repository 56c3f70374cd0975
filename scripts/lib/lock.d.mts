export function tryLock(path: string): (() => void) | null;
