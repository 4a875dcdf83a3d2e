import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";
import { readKinds } from "#/features/search/kinds.ts";
import { SearchPage } from "#/features/search/search-page.tsx";

const route = getRouteApi("/inside/o/$slug/search");

export function SearchRoute() {
  const { q = "", kinds } = route.useSearch();
  const navigate = route.useNavigate();
  const read = useMemo(() => readKinds(kinds), [kinds]);
  return (
    <SearchPage
      query={q}
      kinds={read}
      onChange={(change) =>
        void navigate({
          search: (before) => ({
            q: "q" in change ? change.q : before.q,
            kinds: change.kinds ? change.kinds.join(",") || undefined : before.kinds,
          }),
          replace: true,
        })
      }
    />
  );
}
