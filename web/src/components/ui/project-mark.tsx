/** A small square in the project's colour; its name always stands beside it. */
export function ProjectMark({ colour }: { colour: string }) {
  return (
    <span
      aria-hidden
      style={{ backgroundColor: colour }}
      className="mx-0.5 size-3 shrink-0 rounded-[4px]"
    />
  );
}
