import { type TaskPriority, taskPriorities } from "@flowdesk/types/tasks";
import { parseDuration } from "#/lib/duration.ts";
import { parseDay } from "#/lib/format.ts";
import { plainWords } from "./plain-words.ts";

interface Status {
  key: string;
  name: string;
  category: string;
}

interface Person {
  id: string;
  name: string;
}

const priorityWords: Record<TaskPriority, readonly string[]> = {
  none: ["none", "no priority", "keine", "0"],
  low: ["low", "lowest", "minor", "niedrig", "gering", "p4"],
  medium: ["medium", "normal", "moderate", "mittel", "p3"],
  high: ["high", "important", "major", "hoch", "p2"],
  urgent: ["urgent", "highest", "critical", "blocker", "dringend", "kritisch", "p1"],
};

const categoryWords: Record<string, readonly string[]> = {
  todo: ["to do", "todo", "open", "new", "backlog", "not started", "offen", "neu", "zu erledigen"],
  in_progress: ["in progress", "doing", "started", "active", "in arbeit", "begonnen"],
  done: ["done", "closed", "complete", "completed", "resolved", "finished", "erledigt", "fertig"],
};

/** The status that is called so, else the first one that means it. */
export function guessStatus(value: string, statuses: readonly Status[]): string | undefined {
  const words = plainWords(value);
  const named = statuses.find(
    ({ key, name }) => plainWords(name) === words || plainWords(key) === words,
  );
  if (named) return named.key;
  const meant = Object.entries(categoryWords).find(([, names]) => names.includes(words));
  return meant && statuses.find(({ category }) => category === meant[0])?.key;
}

export function guessPriority(value: string): TaskPriority | undefined {
  const words = plainWords(value);
  return taskPriorities.find((priority) => priorityWords[priority].includes(words));
}

/** The one member with the name, or with the one that an address seems to hold; nobody where there are two. */
export function guessPerson(value: string, people: readonly Person[]): string | undefined {
  const words = plainWords(value.replace(/@.*$/, ""));
  const isSame = ({ name }: Person) => plainWords(name) === words;
  const isFirst = ({ name }: Person) => plainWords(name).split(" ")[0] === words;
  const found = [people.filter(isSame), people.filter(isFirst)].find(({ length }) => length > 0);
  return found?.length === 1 ? found[0]?.id : undefined;
}

/** In which order day, month and year stand. */
export const dateOrders = ["ymd", "dmy", "mdy"] as const;
export type DateOrder = (typeof dateOrders)[number];

/** A day in the words of the database; undefined where the text is none in this order. */
export function readDate(text: string, order: DateOrder): string | undefined {
  // "2026-03-04T10:00:00Z" and "04.03.2026 10:00" name a day first.
  const [day = ""] = text.trim().split(/[T\s]/);
  const parts = day.split(/[-./]/);
  if (parts.length !== 3 || !parts.every((part) => /^\d{1,4}$/.test(part))) return undefined;
  const isYearFirst = (parts[0]?.length ?? 0) === 4;
  if (isYearFirst !== (order === "ymd")) return isYearFirst ? dayOf(parts, "ymd") : undefined;
  return dayOf(parts, order);
}

function dayOf(parts: readonly string[], order: DateOrder): string | undefined {
  const part = (which: string) => parts[order.indexOf(which)] ?? "";
  const year = part("y").length === 2 ? `20${part("y")}` : part("y");
  const written = `${year}-${part("m").padStart(2, "0")}-${part("d").padStart(2, "0")}`;
  return parseDay(written) ? written : undefined;
}

/** The first order in which all of the texts are days, else the one in which most are. */
export function guessDateOrder(values: readonly string[]): DateOrder {
  const fits = (order: DateOrder) =>
    values.filter((value) => readDate(value, order) !== undefined).length;
  return dateOrders.reduce((best, order) => (fits(order) > fits(best) ? order : best));
}

/** Minutes. A bare number is hours, unless the head of its column speaks of minutes. */
export function readEstimate(text: string, head: string): number | undefined {
  const isMinutes = /\bmin/.test(plainWords(head));
  if (isMinutes && /^\d+$/.test(text.trim())) return Number(text);
  return parseDuration(text);
}
