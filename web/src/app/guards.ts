import { redirect } from "@tanstack/react-router";
import { paths } from "#/lib/paths.ts";
import { currentSession, sessionReady } from "#/lib/session.ts";

/** Lets only somebody signed in pass; others sign in first and come back to `href`. */
export async function requireSession(href: string): Promise<void> {
  await sessionReady;
  if (!currentSession()) throw redirect(paths.signIn(href === "/" ? undefined : href));
}

/** Lets only nobody pass: who is signed in already goes where they wanted to. */
export async function requireStranger(next: string | undefined): Promise<void> {
  await sessionReady;
  if (currentSession()) throw redirect({ href: next ?? "/", replace: true });
}
