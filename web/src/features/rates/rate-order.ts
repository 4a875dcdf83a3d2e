interface Placed {
  project_id: string | null;
  user_id: string | null;
  valid_from: string;
}

/** The day from which a rate counts that always has. */
export const always = "1900-01-01";

/** The general ones first, as each following one overrules those before it; of equals the newest day first. */
export function byScope<Rate extends Placed>(
  rates: readonly Rate[],
  nameOf: (rate: Rate) => string,
) {
  const rank = ({ project_id, user_id }: Placed) => (project_id ? 2 : 0) + (user_id ? 1 : 0);
  return rates.toSorted(
    (a, b) =>
      rank(a) - rank(b) ||
      nameOf(a).localeCompare(nameOf(b)) ||
      (a.valid_from < b.valid_from ? 1 : a.valid_from > b.valid_from ? -1 : 0),
  );
}
