import { useNavigate } from "@tanstack/react-router";
import { Search } from "lucide-react";
import { useTranslation } from "react-i18next";
import { CommandGroup, CommandRow } from "#/components/ui/command.tsx";
import { HitText } from "#/features/search/components/hit-text.tsx";
import { kindLooks, pathOf, searchKinds } from "#/features/search/kinds.ts";
import type { Hit } from "#/features/search/queries.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { paths } from "#/lib/paths.ts";

interface FoundRowsProps {
  typed: string;
  found: { hits: readonly Hit[]; isPending: boolean };
  onClose: () => void;
}

/** What the search finds while one types, and the way to all of it. */
export function FoundRows({ typed, found: { hits, isPending }, onClose }: FoundRowsProps) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { slug } = useOrganization();
  const words = typed.trim();
  return (
    <>
      {searchKinds.map((kind) => {
        const ofKind = hits.filter((hit) => hit.kind === kind);
        if (ofKind.length === 0) return null;
        const { icon: Icon, plural } = kindLooks[kind];
        return (
          <CommandGroup key={kind} heading={t(plural)}>
            {ofKind.map((hit) => (
              <CommandRow
                key={hit.id}
                id={`found-${kind}-${hit.id}`}
                label={hit.title}
                isFound
                icon={<Icon aria-hidden />}
                onChoose={() => {
                  onClose();
                  void navigate(pathOf(slug, hit));
                }}
                aside={<span className="text-xs tabular-nums text-muted">{hit.key}</span>}
              >
                <HitText hit={hit} />
              </CommandRow>
            ))}
          </CommandGroup>
        );
      })}
      {/* Not while the answer is awaited: it would be what Enter chooses. */}
      {words !== "" && (hits.length > 0 || !isPending) && (
        <CommandGroup heading={t("search.title")}>
          <CommandRow
            id="search-everything"
            label={t("search.everythingFor", { words })}
            isFound
            icon={<Search aria-hidden />}
            onChoose={() => {
              onClose();
              void navigate(paths.search(slug, words));
            }}
          />
        </CommandGroup>
      )}
    </>
  );
}
