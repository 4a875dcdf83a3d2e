import { Loading, Skeleton } from "#/components/ui/skeleton.tsx";

/** Columns and cards in outline. */
export function BoardSkeleton({ label }: { label: string }) {
  return (
    <Loading label={label} className="overflow-hidden p-4 md:px-6">
      <div className="flex gap-3">
        {[3, 2, 1, 2].map((cards, column) => (
          <div
            // biome-ignore lint/suspicious/noArrayIndexKey: the columns never change
            key={column}
            className="flex w-[280px] shrink-0 flex-col gap-2 rounded-panel bg-surface-2 p-2"
          >
            <Skeleton className="m-1 h-4 w-24" />
            {Array.from({ length: cards }, (_, card) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the cards never change
              <Skeleton key={card} className="h-16" />
            ))}
          </div>
        ))}
      </div>
    </Loading>
  );
}
