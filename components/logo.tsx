/** The mark: a payment that comes full circle. */
export function Mark({ className = 'size-7' }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={className}>
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <path
        d="M9.25 8.75v7.5a6.75 6.75 0 0 0 13.5 0V9.5m-4.5 3.75 4.5-4.5 4.5 4.5"
        transform="translate(-1.2 0)"
        fill="none"
        strokeWidth="3"
        strokeLinecap="round"
        strokeLinejoin="round"
        className="stroke-accent-ink"
      />
    </svg>
  );
}
