import { Button } from "./button.tsx";

interface LoadMoreProps {
  /** Names what there is more of: "Show more projects". */
  label: string;
  pending: boolean;
  onLoad: () => void;
}

/** The end of what is loaded of a list, and the way to the rest. */
export function LoadMore({ label, pending, onLoad }: LoadMoreProps) {
  return (
    <div className="flex justify-center p-4">
      <Button pending={pending} onClick={onLoad}>
        {label}
      </Button>
    </div>
  );
}
