import { Loading, Skeleton } from "#/components/ui/skeleton.tsx";

const widths = ["w-2/5", "w-1/3", "w-1/2", "w-1/4", "w-2/5", "w-1/3", "w-3/5", "w-1/4"];

/** Lines of a list in outline. */
export function ListSkeleton({ label }: { label: string }) {
  return (
    <Loading label={label} className="min-h-0 flex-1 overflow-hidden px-4 pt-2 md:px-6">
      {widths.map((width, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines never change
        <div key={row} className="flex h-row items-center gap-3">
          <Skeleton className="size-4 rounded-full" />
          <Skeleton className="h-4 w-14" />
          <Skeleton className={`h-4 ${width}`} />
        </div>
      ))}
    </Loading>
  );
}
