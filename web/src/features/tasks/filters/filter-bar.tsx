import { readTaskFilter, type TaskFilter } from "@flowdesk/types/task-filters";
import { ChevronLeft, ListFilter, Search, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "#/components/ui/button.tsx";
import { Command, CommandInput, CommandList, CommandRow } from "#/components/ui/command.tsx";
import { controlLook } from "#/components/ui/input.tsx";
import { Popover } from "#/components/ui/popover.tsx";
import { Sheet } from "#/components/ui/sheet.tsx";
import { useShortcut } from "#/lib/shortcuts/use-shortcut.ts";
import { useIsNarrow } from "#/lib/use-media-query.ts";
import { FilterChoices } from "./filter-choices.tsx";
import { type FilterField, useChoiceWords, valuesOf } from "./filter-fields.tsx";
import { narrowedBy, withoutNarrowing, withValues } from "./narrowing.ts";

interface FilterBarProps {
  filter: TaskFilter;
  fields: readonly FilterField[];
  onChange: (filter: TaskFilter) => void;
}

/** What the view is narrowed by, each in a chip of its own, and the way to more. On a phone in a sheet. */
export function FilterBar(props: FilterBarProps) {
  const isNarrow = useIsNarrow();
  return isNarrow ? <FilterSheet {...props} /> : <FilterChips {...props} />;
}

function FilterChips({ filter, fields, onChange }: FilterBarProps) {
  const { t } = useTranslation();
  const count = narrowedBy(filter);
  const active = fields.filter(({ key }) => valuesOf(filter, key).length > 0);
  return (
    <div className="flex min-w-0 flex-1 flex-wrap items-center gap-1.5">
      <AddFilter filter={filter} fields={fields} onChange={onChange} />
      <FilterSearch filter={filter} onChange={onChange} />
      {active.map((field) => (
        <FilterChip
          key={field.key}
          field={field}
          values={valuesOf(filter, field.key)}
          onChange={(values) => onChange(withValues(filter, field, values))}
        />
      ))}
      {count > 0 && (
        <Button variant="ghost" size="sm" onClick={() => onChange(withoutNarrowing(filter))}>
          {t("filters.clear")}
        </Button>
      )}
    </div>
  );
}

/** "Priority: High, Urgent", which opens its values, and a cross. */
function FilterChip({
  field,
  values,
  onChange,
}: {
  field: FilterField;
  values: readonly string[];
  onChange: (values: readonly string[]) => void;
}) {
  const { t } = useTranslation();
  const inWords = useChoiceWords();
  const words = inWords(field, values);
  return (
    <span className="inline-flex h-7 max-w-72 items-center rounded-control bg-surface-2 text-sm">
      <Popover
        label={field.label}
        className="max-h-80 w-64"
        trigger={
          <button
            type="button"
            className="flex h-full min-w-0 items-center gap-1.5 rounded-l-control pr-1.5 pl-2 transition-colors hover:bg-hover data-[state=open]:bg-active"
          >
            <span className="text-muted">{field.label}</span>
            <span className="truncate">{words}</span>
          </button>
        }
      >
        <FilterChoices field={field} values={values} onChange={onChange} />
      </Popover>
      <button
        type="button"
        aria-label={t("filters.remove", { field: field.label })}
        onClick={() => onChange([])}
        className="flex h-full items-center rounded-r-control px-1.5 text-muted transition-colors hover:bg-hover hover:text-text"
      >
        <X className="size-3.5" aria-hidden />
      </button>
    </span>
  );
}

/** First what to narrow by, then its values. */
function AddFilter({ filter, fields, onChange }: FilterBarProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const [field, setField] = useState<FilterField>();
  const [typed, setTyped] = useState("");
  const open = (next: boolean) => {
    setField(undefined);
    setTyped("");
    setOpen(next);
  };
  useShortcut("filter", () => open(true));

  return (
    <Popover
      open={isOpen}
      onOpenChange={open}
      label={t("filters.add")}
      className="max-h-96 w-64"
      trigger={
        <Button variant="ghost" size="sm">
          <ListFilter aria-hidden />
          {t("filters.add")}
        </Button>
      }
    >
      {field ? (
        <FilterChoices
          key={field.key}
          field={field}
          values={valuesOf(filter, field.key)}
          onChange={(values) => onChange(withValues(filter, field, values))}
          lead={
            <button
              type="button"
              aria-label={t("filters.back")}
              onClick={() => setField(undefined)}
              className="-ml-1 rounded-control p-0.5 text-muted hover:bg-hover"
            >
              <ChevronLeft className="size-4" aria-hidden />
            </button>
          }
        />
      ) : (
        <Command label={t("filters.add")}>
          <CommandInput placeholder={t("filters.by")} value={typed} onValueChange={setTyped} />
          <CommandList label={t("filters.add")} empty={t("ui.nothingFound")}>
            {fields.map((each) => (
              <CommandRow
                key={each.key}
                id={each.key}
                label={each.label}
                icon={<each.icon aria-hidden />}
                isChosen={valuesOf(filter, each.key).length > 0}
                onChoose={() => setField(each)}
              />
            ))}
          </CommandList>
        </Command>
      )}
    </Popover>
  );
}

// As long as one pauses between two words.
const typingPauseMs = 250;

/** Words of the title, asked for once the typing rests. */
function FilterSearch({ filter, onChange }: Pick<FilterBarProps, "filter" | "onChange">) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(filter.q ?? "");
  const sent = useRef(filter.q ?? "");
  const latest = useRef({ filter, onChange });
  latest.current = { filter, onChange };

  // The address changed by itself: back, forward, a saved view.
  useEffect(() => {
    if ((filter.q ?? "") === sent.current) return;
    sent.current = filter.q ?? "";
    setTyped(sent.current);
  }, [filter.q]);

  useEffect(() => {
    const wanted = typed.trim();
    if (wanted === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = wanted;
      const { q: _former, ...rest } = latest.current.filter;
      latest.current.onChange({ ...rest, ...readTaskFilter({ q: wanted || undefined }) });
    }, typingPauseMs);
    return () => clearTimeout(timer);
  }, [typed]);

  return (
    <span className="relative inline-flex w-44 items-center max-md:w-full">
      <Search className="pointer-events-none absolute left-2 size-3.5 text-muted" aria-hidden />
      <input
        type="search"
        value={typed}
        aria-label={t("filters.search")}
        placeholder={t("filters.search")}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          event.preventDefault();
          if (typed) setTyped("");
          else event.currentTarget.blur();
        }}
        maxLength={200}
        className={`${controlLook} h-7 pr-2 pl-7 text-sm! max-md:text-lg! pointer-coarse:h-10`}
      />
    </span>
  );
}

function FilterSheet({ filter, fields, onChange }: FilterBarProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const inWords = useChoiceWords();
  const count = narrowedBy(filter);
  return (
    <>
      <Button variant="ghost" size="sm" onClick={() => setOpen(true)}>
        <ListFilter aria-hidden />
        {count > 0 ? t("filters.addCount", { count }) : t("filters.add")}
      </Button>
      <Sheet open={isOpen} onOpenChange={setOpen} side="end" title={t("filters.add")}>
        <header className="flex h-13 shrink-0 items-center justify-between border-b border-hairline pr-2 pl-4">
          <h2 className="text-lg font-strong">{t("filters.add")}</h2>
          <Button variant="ghost" onClick={() => setOpen(false)}>
            {t("filters.done")}
          </Button>
        </header>
        <div className="flex min-h-0 flex-1 flex-col gap-1 overflow-y-auto p-3">
          <div className="pb-2">
            <FilterSearch filter={filter} onChange={onChange} />
          </div>
          {fields.map((field) => {
            const values = valuesOf(filter, field.key);
            return (
              <Popover
                key={field.key}
                label={field.label}
                className="max-h-80 w-72"
                trigger={
                  <button
                    type="button"
                    className="flex h-11 items-center gap-3 rounded-control px-2 text-left text-sm transition-colors hover:bg-hover data-[state=open]:bg-active"
                  >
                    <field.icon className="size-4 text-muted" aria-hidden />
                    <span className="flex-1">{field.label}</span>
                    <span className={values.length > 0 ? "truncate" : "text-muted"}>
                      {values.length > 0 ? inWords(field, values) : t("filters.any")}
                    </span>
                  </button>
                }
              >
                <FilterChoices
                  field={field}
                  values={values}
                  onChange={(next) => onChange(withValues(filter, field, next))}
                />
              </Popover>
            );
          })}
          {count > 0 && (
            <Button className="mt-3" onClick={() => onChange(withoutNarrowing(filter))}>
              {t("filters.clear")}
            </Button>
          )}
        </div>
      </Sheet>
    </>
  );
}
