/**
 * Every address of the client, ready for `<Link {...paths.board(slug, key)}>`, `navigate` and `redirect`.
 * The router checks them against its routes.
 */
export const paths = {
  home: () => ({ to: "/" }) as const,
  signIn: (next?: string) => ({ to: "/sign-in", search: next ? { next } : {} }) as const,
  signUp: (next?: string) => ({ to: "/sign-up", search: next ? { next } : {} }) as const,
  newOrganization: () => ({ to: "/new-organization" }) as const,
  organization: (slug: string) => ({ to: "/o/$slug", params: { slug } }) as const,
  projects: (slug: string) => ({ to: "/o/$slug/projects", params: { slug } }) as const,
  board: (slug: string, key: string, task?: string) =>
    ({ to: "/o/$slug/p/$key/board", params: { slug, key }, search: task ? { task } : {} }) as const,
} as const;

/**
 * An address inside this application, or undefined. `next` comes from the URL, so anything that a browser
 * could take as another site is refused: a scheme, `//host`, and `/\host`, which browsers read as `//host`.
 */
export function safeNext(next: unknown): string | undefined {
  if (typeof next !== "string" || !/^\/(?![/\\])/.test(next)) return undefined;
  const base = "http://inside.invalid";
  if (!URL.canParse(next, base)) return undefined;
  const url = new URL(next, base);
  return url.origin === base ? `${url.pathname}${url.search}${url.hash}` : undefined;
}
