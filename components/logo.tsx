/** The mark: a payment that comes full circle. */
export function Mark({ className = 'size-7' }: { className?: string }) {
  return (
    <svg viewBox="0 0 32 32" aria-hidden="true" className={className}>
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <path
        d="M10 8.5v8.25a6 6 0 0 0 10.4 4.1"
        fill="none"
        strokeWidth="3.25"
        strokeLinecap="round"
        className="stroke-accent-ink"
      />
      <path
        d="m17.6 13.4 4.4-4.4m0 0v8.2m0-8.2"
        fill="none"
        strokeWidth="3.25"
        strokeLinecap="round"
        strokeLinejoin="round"
        className="stroke-accent-ink"
      />
    </svg>
  );
}
