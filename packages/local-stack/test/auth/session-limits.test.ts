import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseDuration } from "../../src/duration.ts";
import { signUp, startAuth, startWorld, type World } from "./support.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world[Symbol.asyncDispose]());

/** Somebody whose session began, and was last refreshed, so long ago. */
async function sessionOf(toml: string, began: string, refreshed?: string) {
  await using auth = await startAuth(world.database, { toml });
  const { client, user } = await signUp(auth);
  await world.sql.query(
    `update auth.sessions
    set created_at = now() - $2::interval,
      refreshed_at = (now() - $3::interval) at time zone 'utc'
    where user_id = $1`,
    [user.id, began, refreshed ?? null],
  );
  await world.sql.query(
    `update auth.refresh_tokens set updated_at = now() - $2::interval where user_id = $1::text`,
    [user.id, began],
  );
  return (await client.auth.refreshSession()).error;
}

describe("timebox", () => {
  const toml = '[auth.sessions]\ntimebox = "24h"';

  test("ends a session however busy it is", async () => {
    expect(await sessionOf(toml, "25 hours", "1 minute")).toMatchObject({
      status: 400,
      code: "session_expired",
      message: "Invalid Refresh Token: Session Expired",
    });
  });

  test("leaves a younger one alone", async () => {
    expect(await sessionOf(toml, "23 hours", "22 hours")).toBeNull();
  });
});

describe("inactivity_timeout", () => {
  const toml = '[auth.sessions]\ninactivity_timeout = "8h"';

  test("ends a session that nobody used", async () => {
    expect(await sessionOf(toml, "9 hours")).toMatchObject({
      code: "session_expired",
      message: "Invalid Refresh Token: Session Expired (Inactivity)",
    });
    expect(await sessionOf(toml, "90 hours", "9 hours")).toMatchObject({ code: "session_expired" });
  });

  test("leaves one alone that is used, however old it is", async () => {
    expect(await sessionOf(toml, "90 hours", "7 hours")).toBeNull();
  });
});

test("without limits a session lasts", async () => {
  expect(await sessionOf("", "900 days", "800 days")).toBeNull();
});

test.each([
  ["1s", 1_000],
  ["1h30m", 5_400_000],
  ["0.5s", 500],
  ["250ms", 250],
  ["0", 0],
  ["-1m", -60_000],
  ["876000h", 3_153_600_000_000],
  ["", undefined],
  ["10", undefined],
  ["1d", undefined],
  ["1h 30m", undefined],
  ["h", undefined],
])("the duration %j is %s milliseconds", (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});

test("a duration that is none stops the start", async () => {
  const toml = '[auth.sessions]\ntimebox = "a day"';

  await expect(startAuth(world.database, { toml })).rejects.toThrow("is not a duration");
});
