import { Dialog as Primitive } from "radix-ui";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import {
  Command,
  CommandGroup,
  CommandInput,
  CommandList,
  CommandRow,
  fuzzyScore,
} from "#/components/ui/command.tsx";
import { Kbd } from "#/components/ui/kbd.tsx";
import { useHits } from "#/features/search/use-hits.ts";
import type { PaletteCommand, PaletteGroup, PalettePage } from "./command-groups.ts";
import { FoundRows } from "./found-rows.tsx";
import { usePaletteGroups } from "./use-palette-groups.tsx";

// More rows of a group than this help nobody; another letter does.
const maxRows = 12;

interface CommandPaletteProps {
  /** Opens with these rows instead of all. */
  startPage: PalettePage | undefined;
  onClose: () => void;
  createTask: (() => void) | undefined;
  createProject: (() => void) | undefined;
  startTimer: (() => void) | undefined;
  stopTimer: (() => void) | undefined;
}

/** Go anywhere, do anything that one may do, by typing a few letters of it. */
export function CommandPalette({ startPage, onClose, ...actions }: CommandPaletteProps) {
  const { t } = useTranslation();
  const [page, setPage] = useState(startPage);
  const [typed, setTyped] = useState("");
  const groups = usePaletteGroups(page, actions);
  // Rows of a page are few, and all here.
  const found = useHits(page === undefined ? typed : "");

  const turnTo = (next: PalettePage | undefined) => {
    setTyped("");
    setPage(next);
  };
  const choose = (command: PaletteCommand) => {
    if (command.page) return turnTo(command.page);
    onClose();
    command.run?.();
  };
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>) => {
    const isBack = event.key === "Backspace" && typed === "";
    if (page !== undefined && startPage === undefined && isBack) {
      event.preventDefault();
      turnTo(undefined);
    }
  };

  return (
    <Primitive.Root open onOpenChange={(open) => !open && onClose()}>
      <Primitive.Portal>
        <Primitive.Overlay className="fixed inset-0 z-40 animate-appear bg-overlay" />
        <Primitive.Content
          aria-describedby={undefined}
          className="fixed inset-x-0 top-0 z-50 mx-auto flex max-h-[min(440px,80dvh)] w-full max-w-[600px] animate-pop flex-col overflow-hidden bg-float shadow-float outline-none sm:top-[14vh] sm:w-[calc(100%-32px)] sm:rounded-panel"
        >
          <Primitive.Title className="sr-only">{t("palette.title")}</Primitive.Title>
          <Command key={page ?? "all"} label={t("palette.title")}>
            <CommandInput
              placeholder={page ? t("palette.choose") : t("palette.placeholder")}
              value={typed}
              onValueChange={setTyped}
              onKeyDown={onKeyDown}
            />
            <CommandList
              label={t("palette.title")}
              empty={found.isPending ? t("palette.searching") : t("palette.nothing", { typed })}
            >
              {groups.map((group) => (
                <Group key={group.heading} group={group} typed={typed} onChoose={choose} />
              ))}
              {page === undefined && <FoundRows typed={typed} found={found} onClose={onClose} />}
            </CommandList>
          </Command>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

interface GroupProps {
  group: PaletteGroup;
  typed: string;
  onChoose: (command: PaletteCommand) => void;
}

function Group({ group, typed, onChoose }: GroupProps) {
  const commands = shownOf(group.commands, typed.trim());
  if (commands.length === 0) return null;
  return (
    <CommandGroup heading={group.heading}>
      {commands.map((command) => (
        <CommandRow
          key={command.id}
          id={command.id}
          label={command.label}
          keywords={command.keywords ?? []}
          icon={command.icon}
          isChosen={command.isChosen ?? false}
          onChoose={() => onChoose(command)}
          aside={
            <>
              {command.aside && (
                <span className="text-xs tabular-nums text-muted">{command.aside}</span>
              )}
              {command.keys && <Kbd keys={command.keys} className="pointer-coarse:hidden" />}
            </>
          }
        />
      ))}
    </CommandGroup>
  );
}

/** At first what is most likely; once something is typed the best fits among all. */
function shownOf(commands: readonly PaletteCommand[], typed: string): PaletteCommand[] {
  if (!typed) return commands.filter(({ isHiddenAtFirst }) => !isHiddenAtFirst);
  return commands
    .map((command) => ({
      command,
      score: fuzzyScore([command.label, ...(command.keywords ?? [])].join(" "), typed),
    }))
    .filter(({ score }) => score > 0)
    .toSorted((a, b) => b.score - a.score)
    .slice(0, maxRows)
    .map(({ command }) => command);
}
