import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { clsx } from "clsx";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { NothingDrawing } from "#/components/ui/drawings.tsx";
import { EmptyState } from "#/components/ui/empty-state.tsx";
import { FilterBar } from "#/components/ui/filter-bar.tsx";
import { PageHeader } from "#/components/ui/page-header.tsx";
import { Loading, Skeleton } from "#/components/ui/skeleton.tsx";
import { formatAgo, formatMoment } from "#/lib/format.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { RegionFailed } from "#/lib/region-failed.tsx";
import { listItem, useListNavigation } from "#/lib/shortcuts/use-list-navigation.ts";
import { HitText } from "./components/hit-text.tsx";
import { kindLooks, pathOf, type SearchKind, searchKinds } from "./kinds.ts";
import { type Hit, isWorthAsking, maxHits, searchQueries } from "./queries.ts";

interface SearchPageProps {
  query: string;
  /** None are all. */
  kinds: readonly SearchKind[];
  onChange: (change: { q?: string | undefined; kinds?: readonly SearchKind[] }) => void;
}

/** Everything written in the organization that fits, as the address says it. */
export function SearchPage({ query, kinds, onChange }: SearchPageProps) {
  const { t } = useTranslation();
  const { id } = useOrganization();
  const found = useQuery(searchQueries.hits(id, query, kinds, maxHits));
  const isAsked = isWorthAsking(query);
  const hits = isAsked ? (found.data ?? []) : [];
  const toggle = (kind: SearchKind) =>
    onChange({
      kinds: kinds.includes(kind) ? kinds.filter((each) => each !== kind) : [...kinds, kind],
    });

  return (
    <>
      <PageHeader title={t("search.title")} />
      <FilterBar
        search={query}
        onSearch={(q) => onChange({ q })}
        searchLabel={t("search.everything")}
        count={
          hits.length === maxHits
            ? t("search.best", { count: maxHits })
            : hits.length > 0 && t("search.count", { count: hits.length })
        }
        onClear={kinds.length > 0 ? () => onChange({ kinds: [] }) : undefined}
      >
        {searchKinds.map((kind) => (
          <button
            key={kind}
            type="button"
            aria-pressed={kinds.includes(kind)}
            onClick={() => toggle(kind)}
            className="h-control rounded-control px-2.5 text-sm text-muted transition-colors hover:bg-hover hover:text-text aria-pressed:bg-accent-soft aria-pressed:text-accent-text pointer-coarse:h-11"
          >
            {t(kindLooks[kind].plural)}
          </button>
        ))}
      </FilterBar>
      {!isAsked ? (
        <EmptyState drawing={<NothingDrawing />} title={t("search.startTitle")}>
          {t("search.startText")}
        </EmptyState>
      ) : found.isPending ? (
        <HitSkeleton label={t("common.loading")} />
      ) : found.isError ? (
        <div className="p-4">
          <RegionFailed error={found.error} onRetry={() => void found.refetch()} />
        </div>
      ) : hits.length === 0 ? (
        <EmptyState
          drawing={<NothingDrawing />}
          title={t("search.nothingTitle", { query: query.trim() })}
        >
          {t("search.nothingText")}
        </EmptyState>
      ) : (
        <HitList hits={hits} isBehind={found.isPlaceholderData} />
      )}
    </>
  );
}

function HitList({ hits, isBehind }: { hits: readonly Hit[]; isBehind: boolean }) {
  const { t, i18n } = useTranslation();
  const { slug } = useOrganization();
  const list = useRef<HTMLUListElement>(null);
  useListNavigation(list);
  return (
    <ul
      ref={list}
      aria-label={t("search.results")}
      className={clsx("min-h-0 flex-1 overflow-y-auto", isBehind && "opacity-60")}
    >
      {hits.map((hit) => {
        const { icon: Icon, plural } = kindLooks[hit.kind];
        return (
          <li key={`${hit.kind} ${hit.id}`} className="border-b border-hairline">
            <Link
              {...pathOf(slug, hit)}
              {...listItem}
              className="flex min-h-11 items-center gap-3 px-4 py-1.5 text-sm transition-colors hover:bg-hover focus-visible:-outline-offset-2 md:px-6"
            >
              <Icon className="size-4 shrink-0 text-muted" role="img" aria-label={t(plural)} />
              <HitText hit={hit} />
              <span className="shrink-0 text-xs tabular-nums text-muted">{hit.key}</span>
              <time
                dateTime={hit.changed_at}
                title={formatMoment(hit.changed_at, i18n.language)}
                className="w-28 shrink-0 text-right text-xs text-muted max-sm:hidden"
              >
                {formatAgo(hit.changed_at, i18n.language)}
              </time>
            </Link>
          </li>
        );
      })}
    </ul>
  );
}

function HitSkeleton({ label }: { label: string }) {
  return (
    <Loading label={label} className="px-4 pt-3 md:px-6">
      {["w-2/5", "w-1/3", "w-1/2", "w-2/5", "w-1/4"].map((width, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all alike and never change
        <div key={row} className="flex h-11 items-center gap-3">
          <Skeleton className="size-4" />
          <Skeleton className={`h-4 ${width}`} />
        </div>
      ))}
    </Loading>
  );
}
