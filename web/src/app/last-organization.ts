import { storedValue } from "#/lib/stored-value.ts";

/** The organization that `/` leads to: the one used last in this browser. */
export const lastOrganizationSlug = {
  get: () => storedValue.get("organization"),
  set: (slug: string) => storedValue.set("organization", slug),
};
