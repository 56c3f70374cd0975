/** How much of something is done, as a bar; the figures stand beside it. */
export const ProgressBar = ({ value, max, label }: { value: number; max: number; label: string }) => (
  <progress className={look} value={value} max={max} aria-label={label} />
);

const look = [
  'mt-3 block h-2 w-full appearance-none overflow-hidden rounded-full bg-line',
  '[&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-accent [&::-moz-progress-bar]:bg-accent',
  '[&::-webkit-progress-value]:transition-[width] [&::-webkit-progress-value]:duration-300',
].join(' ');
