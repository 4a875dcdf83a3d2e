import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createClient } from "@supabase/supabase-js";
import { expect, test } from "vitest";
import { z } from "zod";
import { createStack } from "../../src/create-stack.ts";
import { follow, fragment } from "./mail-support.ts";
import { PASSWORD } from "./support.ts";

const inboxSchema = z.object({
  messages: z.array(z.object({ html: z.string(), from: z.string() })),
});

async function project(toml: string) {
  const directory = await mkdtemp(join(tmpdir(), "local-stack-project-"));
  await writeFile(join(directory, "config.toml"), toml);
  return {
    directory,
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  };
}

test("a mail of a whole stack arrives in its inbox, and its link signs in", async () => {
  await using made = await project(`
    [local_smtp]
    sender_name = "My Project"
    admin_email = "hello@project.example"
    [auth.email]
    enable_confirmations = true`);
  await using stack = createStack({ supabaseDirectory: made.directory, ephemeral: true });
  const status = await stack.start();
  expect(stack.health()).toMatchObject({ auth: "healthy", mail: "healthy" });
  const client = createClient(status.API_URL, status.PUBLISHABLE_KEY);
  const admin = createClient(status.API_URL, status.SECRET_KEY).auth.admin;

  const { error } = await client.auth.signUp({ email: "ada@example.com", password: PASSWORD });
  expect(error).toBeNull();
  const inbox = await fetch(`${status.MAIL_URL}/api/messages?to=ada@example.com`);
  const [message] = inboxSchema.parse(await inbox.json()).messages;
  expect(message?.from).toBe("My Project <hello@project.example>");
  const link = /href="([^"]+\/verify\?[^"]+)"/.exec(message?.html ?? "")?.[1] ?? "";
  const target = await follow(link.replaceAll("&amp;", "&"));

  const { data } = await client.auth.getUser(fragment(target).access_token);
  expect(data.user?.email).toBe("ada@example.com");
  const listed = await admin.listUsers();
  expect(listed.data).toMatchObject({ total: 1, users: [{ email: "ada@example.com" }] });
  const refused = await client.auth.admin.listUsers();
  expect(refused.error).toMatchObject({ status: 403, code: "not_admin" });
});

test("a stack without a mail catcher has no address for it, and drops its mails", async () => {
  await using made = await project("[local_smtp]\nenabled = false");
  await using stack = createStack({ supabaseDirectory: made.directory, ephemeral: true });
  const status = await stack.start();

  expect(status.MAIL_URL).toBeNull();
  expect(stack.health()).not.toHaveProperty("mail");
  const client = createClient(status.API_URL, status.PUBLISHABLE_KEY);
  expect((await client.auth.signInWithOtp({ email: "ada@example.com" })).error).toBeNull();
});
