import { expect, test } from "vitest";
import { signUp } from "../helpers/api.ts";

const emoji = "🎉".repeat(2000);

/** What somebody says of themselves at sign-up travels in every token, and so in every request. */
test.for<[string, Record<string, unknown>]>([
  ["an endless organization name", { organization_name: emoji }],
  ["endless names", { display_name: emoji, full_name: emoji, name: emoji }],
  ["much that FlowDesk does not know", { display_name: "Ada", poem: emoji, list: [emoji] }],
])("an account with %s can work", async ([, metadata]) => {
  const { client, userId } = await signUp(metadata);
  const { data } = await client.auth.getSession();
  expect(data.session?.access_token.length).toBeLessThan(8000);
  const { data: profiles, error } = await client.from("profiles").select("id");
  expect([error, profiles]).toEqual([null, [{ id: userId }]]);
  const renamed = await client.auth.updateUser({ data: { poem: emoji } });
  expect(renamed.error).toBeNull();
  const refreshed = await client.auth.refreshSession();
  expect(refreshed.data.session?.access_token.length).toBeLessThan(8000);
});
