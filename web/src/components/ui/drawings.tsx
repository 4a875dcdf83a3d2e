import type { ReactNode } from "react";

function Drawing({ children }: { children: ReactNode }) {
  return (
    <svg
      viewBox="0 0 120 80"
      className="h-20 w-30 fill-none stroke-current"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

/** Three columns with cards in them. */
export function BoardDrawing() {
  return (
    <Drawing>
      <rect x="8" y="10" width="30" height="60" rx="5" className="fill-surface-2" />
      <rect x="45" y="10" width="30" height="60" rx="5" className="fill-surface-2" />
      <rect x="82" y="10" width="30" height="60" rx="5" className="fill-surface-2" />
      <rect x="13" y="16" width="20" height="12" rx="2.5" className="fill-surface" />
      <rect x="13" y="33" width="20" height="12" rx="2.5" className="fill-surface" />
      <rect x="50" y="16" width="20" height="12" rx="2.5" className="fill-surface" />
      <path d="M87 24l3.5 3.5 6-7" />
    </Drawing>
  );
}

/** An empty sheet with a dashed edge. */
export function NothingDrawing() {
  return (
    <Drawing>
      <rect x="32" y="8" width="56" height="64" rx="6" strokeDasharray="4 5" />
      <path d="M46 30h28M46 40h18" />
      <circle cx="88" cy="62" r="11" className="fill-surface-2" />
      <path d="M96 70l9 8" />
    </Drawing>
  );
}

/** A closed door. */
export function ClosedDrawing() {
  return (
    <Drawing>
      <rect x="40" y="34" width="40" height="34" rx="6" className="fill-surface-2" />
      <path d="M48 34V24a12 12 0 0 1 24 0v10" />
      <circle cx="60" cy="49" r="3.5" />
      <path d="M60 52.5V58" />
    </Drawing>
  );
}

/** A cable that came apart. */
export function BrokenDrawing() {
  return (
    <Drawing>
      <path d="M6 52c14 0 14-20 30-20" />
      <rect x="36" y="25" width="14" height="14" rx="3" className="fill-surface-2" />
      <path d="M50 29h5M50 35h5" />
      <rect x="70" y="41" width="14" height="14" rx="3" className="fill-surface-2" />
      <path d="M84 48c16 0 14 14 30 14" />
      <path d="M62 22l3-7M70 27l7-4M54 50l-4 6" />
    </Drawing>
  );
}
