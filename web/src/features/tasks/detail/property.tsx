import { type ReactNode, useId } from "react";

interface PropertyProps {
  label: string;
  children: (labelId: string) => ReactNode;
}

/** A property's name and its value; several stand in one description list. */
export function Property({ label, children }: PropertyProps) {
  const id = useId();
  return (
    <>
      <dt id={id} className="flex min-h-control items-center self-start text-muted">
        {label}
      </dt>
      <dd className="min-w-0">{children(id)}</dd>
    </>
  );
}
