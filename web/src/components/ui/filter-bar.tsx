import { Search, X } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Button } from "./button.tsx";
import { Input } from "./input.tsx";
import { Select, type SelectOption } from "./select.tsx";

// Long enough that a word does not become ten addresses.
const typingMs = 150;

interface FilterBarProps {
  search: string;
  onSearch: (words: string | undefined) => void;
  /** What is searched: "Search members". */
  searchLabel: string;
  /** How many are left, in words. */
  count?: ReactNode;
  /** Absent while nothing is narrowed down. */
  onClear: (() => void) | undefined;
  /** FilterSelects. */
  children?: ReactNode;
}

/** The line above a list by which it is narrowed down. What is chosen belongs into the address. */
export function FilterBar({
  search,
  onSearch,
  searchLabel,
  count,
  onClear,
  children,
}: FilterBarProps) {
  const { t } = useTranslation();
  return (
    <div className="flex min-h-11 shrink-0 flex-wrap items-center gap-x-1 gap-y-1.5 border-b border-hairline px-4 py-1.5 md:px-6">
      <SearchField value={search} onChange={onSearch} label={searchLabel} />
      <div className="flex flex-wrap items-center gap-x-1 max-sm:-ml-2">{children}</div>
      {onClear && (
        <Button variant="ghost" size="sm" onClick={onClear}>
          <X aria-hidden />
          {t("ui.clearFilter")}
        </Button>
      )}
      <output className="ml-auto pl-2 text-xs whitespace-nowrap tabular-nums text-muted max-sm:hidden">
        {count}
      </output>
    </div>
  );
}

interface SearchFieldProps {
  value: string;
  onChange: (words: string | undefined) => void;
  label: string;
}

/** Holds what is typed itself, so that an address that follows late never takes a letter back. */
function SearchField({ value, onChange, label }: SearchFieldProps) {
  const [text, setText] = useState(value);
  const sent = useRef(value);
  const send = useRef(onChange);
  useEffect(() => {
    send.current = onChange;
  });

  // Back and forward, or a press on "clear".
  useEffect(() => {
    if (value === sent.current) return;
    sent.current = value;
    setText(value);
  }, [value]);

  useEffect(() => {
    const words = text.trim();
    if (words === sent.current) return;
    const timer = setTimeout(() => {
      sent.current = words;
      send.current(words || undefined);
    }, typingMs);
    return () => clearTimeout(timer);
  }, [text]);

  return (
    <div className="relative w-full sm:mr-1 sm:w-60">
      <Search
        className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-muted"
        aria-hidden
      />
      <Input
        type="search"
        aria-label={label}
        placeholder={label}
        value={text}
        maxLength={100}
        onChange={({ target }) => setText(target.value)}
        className="pl-8 [&::-webkit-search-cancel-button]:hidden"
      />
    </div>
  );
}

interface FilterSelectProps {
  /** What is chosen: "Role". */
  label: string;
  /** The words for no choice: "All roles". */
  allLabel: string;
  value: string | undefined;
  options: readonly SelectOption[];
  onValueChange: (value: string | undefined) => void;
}

// A choice of Select cannot be empty.
const all = "\u0000all";

/** One choice of a FilterBar, or all. */
export function FilterSelect({
  label,
  allLabel,
  value,
  options,
  onValueChange,
}: FilterSelectProps) {
  return (
    <div className="max-w-48">
      <Select
        look="quiet"
        aria-label={label}
        value={value ?? all}
        options={[{ value: all, label: allLabel }, ...options]}
        onValueChange={(chosen) => onValueChange(chosen === all ? undefined : chosen)}
      />
    </div>
  );
}
