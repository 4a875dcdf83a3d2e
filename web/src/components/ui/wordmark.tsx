/** The sign and the name. */
export function Wordmark() {
  return (
    <span className="inline-flex items-center gap-2 text-lg font-strong tracking-tight">
      <BrandMark />
      FlowDesk
    </span>
  );
}

/** The sign alone: three lines of work, each shorter than the one before. */
function BrandMark() {
  return (
    <svg viewBox="0 0 32 32" className="size-6" aria-hidden="true">
      <rect width="32" height="32" rx="8" className="fill-accent" />
      <path
        d="M9 10h14M9 16h9M9 22h5"
        className="stroke-on-accent"
        strokeWidth="3"
        strokeLinecap="round"
      />
    </svg>
  );
}
