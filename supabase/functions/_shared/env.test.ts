import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { z } from "zod";
import { environment } from "./env.ts";
import { withoutSecrets } from "./log.ts";
import { version } from "./version.ts";

afterEach(() => vi.unstubAllEnvs());

describe("the environment", () => {
  it("is read once", () => {
    vi.stubEnv("COLOUR", "red");
    const read = environment(z.object({ COLOUR: z.string() }));
    expect(read()).toEqual({ COLOUR: "red" });
    vi.stubEnv("COLOUR", "blue");
    expect(read()).toEqual({ COLOUR: "red" });
  });

  it("takes what is set to nothing as not set", () => {
    vi.stubEnv("COLOUR", "");
    expect(environment(z.object({ COLOUR: z.string().optional() }))()).toEqual({});
  });

  it("names what is wrong, and not its value", () => {
    vi.stubEnv("SECRET_NUMBER", "letmein");
    const read = environment(z.object({ SECRET_NUMBER: z.coerce.number() }));
    expect(read).toThrow(/SECRET_NUMBER/);
    expect(read).not.toThrow(/letmein/);
  });
});

it("the log leaves out tokens and keys, wherever they stand", () => {
  const token = "eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl";
  const told = withoutSecrets(`GET /?t=${token} with sb_secret_abcdefgh and re_12345678_abc`);
  expect(told).toBe("GET /?t=[secret] with [secret] and [secret]");
});

it("the version is the package's", async () => {
  const manifest = join(import.meta.dirname, "../../../package.json");
  expect(JSON.parse(await readFile(manifest, "utf8")).version).toBe(version);
});
