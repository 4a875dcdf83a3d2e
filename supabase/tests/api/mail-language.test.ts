import { expect, inject, test } from "vitest";
import { z } from "zod";
import { anonymousClient, signUp } from "../helpers/api.ts";

const inboxSchema = z.object({
  messages: z.array(z.object({ subject: z.string(), html: z.string() })),
});

/** The mails to an address, the latest first. */
async function mailsTo(email: string) {
  const response = await fetch(
    new URL(`/api/messages?to=${encodeURIComponent(email)}`, inject("mailUrl")),
  );
  return inboxSchema.parse(await response.json()).messages;
}

test("mails of Auth are in the language of the account, and in English where it has none", async () => {
  const [german, english] = [await signUp({ locale: "de" }), await signUp()];
  for (const { email } of [german, english])
    await anonymousClient().auth.resetPasswordForEmail(email);

  const [mail] = await mailsTo(german.email);
  expect(mail?.subject).toBe("Neues Passwort wählen");
  expect(mail?.html).toContain("<html lang='de'>");
  expect(mail?.html).toContain("Jemand, hoffentlich Sie");
  expect(mail?.html).not.toContain("Somebody");
  const [other] = await mailsTo(english.email);
  expect(other?.subject).toBe("Choose a new password");
  expect(other?.html).toContain("<html lang='en'>");
  expect(other?.html).not.toContain("Jemand");
});

test("whoever chooses another language gets mails in it", async () => {
  const { client, email } = await signUp();
  await client.auth.updateUser({ data: { locale: "de" } });
  await anonymousClient().auth.signInWithOtp({ email, options: { shouldCreateUser: false } });
  const [mail] = await mailsTo(email);
  expect(mail?.subject).toBe("Ihr Anmeldelink");
  expect(mail?.html).toContain("Er gilt eine Stunde.");
});
