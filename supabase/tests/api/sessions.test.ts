import { expect, test } from "vitest";
import { anonymousClient, PASSWORD, signUp } from "../helpers/api.ts";

test("a session that its person ended elsewhere is not renewed, and its token ends no other", async () => {
  const { client: here, email } = await signUp();
  const there = anonymousClient();
  await there.auth.signInWithPassword({ email, password: PASSWORD });

  const { data: sessions } = await here.rpc("my_sessions");
  expect(sessions?.map(({ is_current }) => is_current)).toEqual([true, false]);
  const [current, other] = sessions ?? [];
  const { error } = await here.rpc("end_session", { id: other?.id ?? "" });
  expect(error).toBeNull();

  // Its access token runs out by itself, but may not strike back until then.
  const struck = await there.rpc("end_session", { id: current?.id ?? "" });
  expect(struck.error?.code).toBe("session_required");
  const renewal = await there.auth.refreshSession();
  expect(renewal.error?.code).toBe("refresh_token_not_found");

  const { data: left } = await here.rpc("my_sessions");
  expect(left).toHaveLength(1);
  expect((await here.auth.refreshSession()).error).toBeNull();
});
