import { redirect } from "@tanstack/react-router";
import { loadInsideTexts } from "#/lib/i18n.ts";
import { nextHref, paths } from "#/lib/paths.ts";
import { needsSecondFactor } from "#/lib/second-factor.ts";
import { currentSession, sessionReady } from "#/lib/session.ts";

/** Lets only somebody signed in pass; others sign in first and come back to `href`. */
export async function requireSession(href: string): Promise<void> {
  await Promise.all([sessionReady, loadInsideTexts()]);
  const session = currentSession();
  const next = href === "/" ? undefined : href;
  if (!session) throw redirect(paths.signIn(next));
  if (needsSecondFactor(session)) throw redirect(paths.secondFactor(next));
}

/** Lets only nobody pass: who is signed in already goes where they wanted to. */
export async function requireStranger(next: string | undefined): Promise<void> {
  await sessionReady;
  const session = currentSession();
  if (!session) return;
  if (needsSecondFactor(session)) throw redirect({ ...paths.secondFactor(next), replace: true });
  throw redirect({ href: nextHref(next), replace: true });
}

/** Lets only somebody pass who has given the password and still owes the second factor. */
export async function requireSecondFactorOpen(next: string | undefined): Promise<void> {
  await sessionReady;
  const session = currentSession();
  if (!session) throw redirect({ ...paths.signIn(next), replace: true });
  if (!needsSecondFactor(session)) throw redirect({ href: nextHref(next), replace: true });
}

/**
 * For the page that the links of mails lead to. Auth's own links bring a session along, and then there is
 * nothing left to confirm.
 */
export async function requireLink(hash: string | undefined, next: string | undefined) {
  await sessionReady;
  if (!hash && currentSession()) throw redirect({ href: nextHref(next), replace: true });
}

/** For a page that speaks to both: who is signed in and who is not. */
export async function awaitSession(): Promise<void> {
  await Promise.all([sessionReady, loadInsideTexts()]);
}
