import type { TaskLayout, TaskSearch } from "@flowdesk/types/task-filters";
import { useQuery } from "@tanstack/react-query";
import { Bookmark, Check, Pencil, Plus, RotateCcw, Save, Trash2, Users } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { ConfirmDialog } from "#/components/ui/confirm-dialog.tsx";
import { Menu, MenuItem, MenuLabel, MenuSeparator } from "#/components/ui/dropdown-menu.tsx";
import { announce } from "#/lib/announce.ts";
import { useOrganization } from "#/lib/organization.tsx";
import { isSameSearch } from "./same-search.ts";
import { ViewDialog } from "./view-dialog.tsx";
import { type SavedView, useViewMutations, viewQueries } from "./view-queries.ts";

interface ViewMenuProps {
  /** Of which project the views are; null for those across all. */
  projectId: string | null;
  userId: string;
  layout: TaskLayout;
  search: TaskSearch;
  /** The id of the view that this began as. */
  current: string | undefined;
  onOpen: (view: Pick<SavedView, "id" | "layout" | "search"> | undefined) => void;
}

/** The saved views: to open one, to keep what is shown under a name, to change or delete it. */
export function ViewMenu({ projectId, userId, layout, search, current, onOpen }: ViewMenuProps) {
  const { t } = useTranslation();
  const { id: org, can } = useOrganization();
  const { data: views = [] } = useQuery(viewQueries.list(org, projectId));
  const { create, update, remove } = useViewMutations(org);
  const [dialog, setDialog] = useState<"new" | "rename" | "delete">();

  const view = views.find(({ id }) => id === current);
  const isChanged =
    view !== undefined && !(view.layout === layout && isSameSearch(view.search, search));
  const canChange = view && (view.owner_id === userId || (view.is_shared && can("projects.write")));
  const own = views.filter(({ is_shared }) => !is_shared);
  const shared = views.filter(({ is_shared }) => is_shared);
  const shown = { layout, query: definedOnly(search) };
  const close = () => setDialog(undefined);

  const rows = (some: readonly SavedView[]) =>
    some.map((each) => (
      <MenuItem key={each.id} onSelect={() => onOpen(each)}>
        {each.is_shared ? <Users aria-hidden /> : <Bookmark aria-hidden />}
        <span className="min-w-0 flex-1 truncate">{each.name}</span>
        {each.id === current && <Check aria-hidden />}
      </MenuItem>
    ));

  return (
    <>
      <Menu
        trigger={
          <Button variant="ghost" size="sm" className="max-w-44">
            <Bookmark aria-hidden />
            <span className="truncate max-md:sr-only">{view?.name ?? t("savedViews.title")}</span>
            {isChanged && (
              <span className="size-1.5 shrink-0 rounded-full bg-accent">
                <span className="sr-only">{t("savedViews.changed")}</span>
              </span>
            )}
          </Button>
        }
      >
        {shared.length > 0 && <MenuLabel>{t("savedViews.shared")}</MenuLabel>}
        {rows(shared)}
        {own.length > 0 && <MenuLabel>{t("savedViews.own")}</MenuLabel>}
        {rows(own)}
        {views.length > 0 && <MenuSeparator />}
        {isChanged && (
          <MenuItem onSelect={() => onOpen(view)}>
            <RotateCcw aria-hidden />
            {t("savedViews.reset")}
          </MenuItem>
        )}
        {isChanged && canChange && (
          <MenuItem
            onSelect={() =>
              void announce(
                update.mutateAsync({ view, values: shown }),
                t,
                t("savedViews.saved", { name: view.name }),
              )
            }
          >
            <Save aria-hidden />
            {t("savedViews.save", { name: view.name })}
          </MenuItem>
        )}
        <MenuItem onSelect={() => setDialog("new")}>
          <Plus aria-hidden />
          {t("savedViews.new")}
        </MenuItem>
        {canChange && (
          <>
            <MenuItem onSelect={() => setDialog("rename")}>
              <Pencil aria-hidden />
              {t("savedViews.rename")}
            </MenuItem>
            <MenuItem onSelect={() => setDialog("delete")}>
              <Trash2 aria-hidden />
              {t("savedViews.delete")}
            </MenuItem>
          </>
        )}
      </Menu>
      {dialog === "new" && (
        <ViewDialog
          title={t("savedViews.new")}
          action={t("savedViews.create")}
          initial={{ name: "", is_shared: false }}
          onClose={close}
          onSubmit={async (values) => {
            const { id } = await create.mutateAsync({ ...values, ...shown, project_id: projectId });
            onOpen({ id, layout, search });
          }}
        />
      )}
      {dialog === "rename" && view && (
        <ViewDialog
          title={t("savedViews.rename")}
          action={t("common.save")}
          initial={view}
          onClose={close}
          onSubmit={(values) => update.mutateAsync({ view, values })}
        />
      )}
      {view && (
        <ConfirmDialog
          open={dialog === "delete"}
          onOpenChange={(open) => !open && close()}
          title={t("savedViews.deleteTitle", { name: view.name })}
          action={t("savedViews.delete")}
          cancelLabel={t("common.cancel")}
          pending={remove.isPending}
          onConfirm={async () => {
            const isGone = await announce(remove.mutateAsync(view), t);
            close();
            if (isGone) onOpen(undefined);
          }}
        >
          <p>{view.is_shared ? t("savedViews.deleteShared") : t("savedViews.deleteOwn")}</p>
        </ConfirmDialog>
      )}
    </>
  );
}

function definedOnly(search: TaskSearch): Record<string, string> {
  return Object.fromEntries(
    Object.entries(search).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}
