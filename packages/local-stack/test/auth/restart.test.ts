import { expect, test } from "vitest";
import { startTestDatabase } from "../support/database.ts";
import { PASSWORD, signUp, startAuth } from "./support.ts";

test("a restart of the database costs no more than the requests under way", async () => {
  await using database = await startTestDatabase();
  await using auth = await startAuth(database);
  const { client, email } = await signUp(auth);
  const signIn = () => auth.client().auth.signInWithPassword({ email, password: PASSWORD });

  const underWay = Array.from({ length: 8 }, signIn);
  await database.stop();
  for (const { error } of await Promise.all(underWay)) {
    if (error) expect(error.status).toBe(500);
  }
  expect((await signIn()).error?.status).toBe(500);
  expect(auth.health()).toBe("unhealthy");
  await database.start();

  expect((await signIn()).error).toBeNull();
  expect((await client.auth.getUser()).error).toBeNull();
  expect(auth.health()).toBe("healthy");
});

test("start says what is wrong when the database is not there", async () => {
  await using database = await startTestDatabase();
  const elsewhere = {
    address: () => ({ ...database.address("supabase_auth_admin"), database: "nowhere" }),
  };

  await expect(startAuth(elsewhere)).rejects.toMatchObject({ code: "database_failed" });
});

test("stop may come twice, and lets nobody in afterwards", async () => {
  await using database = await startTestDatabase();
  await using auth = await startAuth(database);
  expect(auth.health()).toBe("healthy");

  await auth.service.stop();
  await auth.service.stop();

  expect(auth.health()).toBe("stopped");
  expect((await auth.request("/health")).status).toBe(503);
});
