/** What is chosen in a list, and where a range begins. */
export interface Selection {
  ids: ReadonlySet<string>;
  /** The task that was chosen last by itself. */
  anchor: string | undefined;
}

export const nothingSelected: Selection = { ids: new Set(), anchor: undefined };

/** Chooses one more, or lets go of it. */
export function toggled({ ids }: Selection, id: string): Selection {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return { ids: next, anchor: id };
}

/** Chooses everything from the anchor to `id`, in the order in which they stand. What was chosen stays so. */
export function extended(selection: Selection, id: string, order: readonly string[]): Selection {
  const from = selection.anchor === undefined ? -1 : order.indexOf(selection.anchor);
  const to = order.indexOf(id);
  if (from < 0 || to < 0) return toggled(selection, id);
  const range = order.slice(Math.min(from, to), Math.max(from, to) + 1);
  return { ids: new Set([...selection.ids, ...range]), anchor: selection.anchor };
}

/** What is chosen of those that are still there. */
export function stillThere(selection: Selection, known: ReadonlyMap<string, unknown>): Selection {
  if ([...selection.ids].every((id) => known.has(id))) return selection;
  return { ...selection, ids: new Set([...selection.ids].filter((id) => known.has(id))) };
}
