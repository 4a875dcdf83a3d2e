import { readFileSync } from "node:fs";
import { createClient } from "@supabase/supabase-js";
import { expect, test } from "vitest";
import { createStack } from "../../src/index.ts";
import { processesOf } from "../support/leaks.ts";
import { createFolder, notesProject } from "../support/project.ts";

for (const program of ["postgres", "postgrest"]) {
  test(`requests work again after ${program} was killed`, async () => {
    await using home = await createFolder();
    await using stack = createStack({
      supabaseDirectory: notesProject,
      ephemeral: true,
      home: home.path,
    });
    const status = await stack.start();
    const client = createClient(status.API_URL, status.PUBLISHABLE_KEY);
    await client.auth.signUp({ email: "ana@example.com", password: "correct horse" });
    const [pid = 0] = processesOf(home.path).filter((candidate) => isProgram(candidate, program));
    expect(pid).toBeGreaterThan(0);

    process.kill(pid, "SIGKILL");

    await expect
      .poll(async () => (await client.from("notes").select("body")).status, { timeout: 30_000 })
      .toBe(200);
    const inserted = await client.from("notes").insert({ body: "still here" });
    expect(inserted.error).toBeNull();
    const { data: user, error } = await client.auth.getUser();
    expect(error).toBeNull();
    expect(user.user?.email).toBe("ana@example.com");
  });
}

function isProgram(pid: number, program: string): boolean {
  return (
    readFileSync(`/proc/${pid}/cmdline`, "utf8").split("\0")[0]?.endsWith(`/${program}`) ?? false
  );
}
