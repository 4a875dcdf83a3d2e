import { createClient } from "@supabase/supabase-js";
import { expect } from "vitest";
import { startMail, type TestMail } from "../mail/support.ts";
import { startAuth, startWorld, type TestAuth, type TestAuthOptions } from "./support.ts";

/** Every mail counts, however soon it follows the last one. */
const AT_ONCE = 'max_frequency = "0s"';

/** Addresses are confirmed, and mails may follow each other at once. */
export const CONFIRMING = `[auth.email]\nenable_confirmations = true\n${AT_ONCE}`;
export const NOT_CONFIRMING = `[auth.email]\n${AT_ONCE}`;

/** A world whose Auth mails into a catcher. */
export async function startMailWorld(options: TestAuthOptions = {}) {
  const mail = await startMail();
  const world = await startWorld({ toml: CONFIRMING, ...options, mail });
  return {
    ...world,
    mail,
    /** Another Auth on the same database and catcher. */
    startAuth: (more: TestAuthOptions) => startAuth(world.database, { ...more, mail }),
    async [Symbol.asyncDispose]() {
      await world[Symbol.asyncDispose]();
      await mail[Symbol.asyncDispose]();
    },
  };
}
export type MailWorld = Awaited<ReturnType<typeof startMailWorld>>;

export interface ReceivedMail {
  subject: string;
  html: string;
  text: string;
  /** The six digits. */
  code: string;
  /** Where the link leads. */
  link: URL;
  /** `token` of the link: the `token_hash` of `verifyOtp`. */
  hash: string;
  type: string;
}

/** The latest mail to an address. */
export async function lastMail(mail: TestMail, to: string): Promise<ReceivedMail> {
  const { messages } = await mail.inbox(`to=${encodeURIComponent(to)}`);
  const [message] = messages;
  if (!message) throw new Error(`no mail to ${to}`);
  const text = message.text ?? "";
  const link = new URL(/https?:\/\/\S+\/verify\?\S+/.exec(text)?.[0] ?? "about:blank");
  return {
    subject: message.subject,
    html: message.html ?? "",
    text,
    code: /\b\d{6,10}\b/.exec(text)?.[0] ?? "",
    link,
    hash: link.searchParams.get("token") ?? "",
    type: link.searchParams.get("type") ?? "",
  };
}

export async function countMails(mail: TestMail, to: string): Promise<number> {
  return (await mail.inbox(`to=${encodeURIComponent(to)}`)).total;
}

/** Follows a link as a browser does, and tells where it leads. */
export async function follow(link: URL | string): Promise<URL> {
  const response = await fetch(link, { redirect: "manual" });
  expect(response.status).toBe(303);
  return new URL(response.headers.get("location") ?? "");
}

/** What stands behind the `#`. */
export function fragment(url: URL): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(url.hash.slice(1)));
}

/** Sets a time of the account back by an hour and a bit, which is longer than a code lives. */
export async function makeOld(world: MailWorld, email: string, column: string): Promise<void> {
  const { rowCount } = await world.sql.query(
    `update auth.users set ${column} = now() - interval '3601 seconds' where email = $1`,
    [email],
  );
  expect(rowCount).toBe(1);
}

/** Of these answers exactly one is a success. */
export function expectOneWinner(
  answers: readonly { error: { code?: string | undefined } | null }[],
  code: string,
): void {
  expect(answers.filter(({ error }) => error === null)).toHaveLength(1);
  for (const { error } of answers) if (error) expect(error.code).toBe(code);
}

/** The admin interface, as a program with the service key has it. */
export async function adminOf(auth: TestAuth) {
  const key = await auth.tokens.signWithSecret({ role: "service_role" });
  const options = { persistSession: false, autoRefreshToken: false };
  return createClient(auth.url, key, { auth: options }).auth.admin;
}
