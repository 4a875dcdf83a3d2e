import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { OWN_FOLDERS, type Person, startWorld, take, type World } from "./support.ts";

let world: World;
let person: Person;
let stranger: Person;
beforeAll(async () => {
  world = await startWorld("", OWN_FOLDERS);
  [person, stranger] = [await world.person(), await world.person()];
}, 60_000);
afterAll(() => world[Symbol.asyncDispose]());

const endpoint = () => `${world.url}/storage/v1/upload/resumable`;
const own = (name: string) => `${person.id}/${name}`;
const bucket = () => person.client.storage.from("private");

const tus = (url: string, method: string, headers: Record<string, string> = {}, body?: string) =>
  fetch(url, {
    method,
    ...(body === undefined ? {} : { body }),
    headers: {
      "tus-resumable": "1.0.0",
      authorization: `Bearer ${person.token}`,
      ...(method === "PATCH" ? { "content-type": "application/offset+octet-stream" } : {}),
      ...headers,
    },
  });
const encode = (metadata: Record<string, string>) =>
  Object.entries(metadata)
    .map(([name, value]) => `${name} ${btoa(value)}`)
    .join(",");
/** The address of an upload of which nothing has come yet. */
async function announced(name: string, length: number): Promise<string> {
  const response = await tus(endpoint(), "POST", {
    "upload-length": String(length),
    "upload-metadata": encode({ bucketName: "private", objectName: own(name) }),
  });
  expect(response.status).toBe(201);
  return new URL(response.headers.get("location") ?? "", world.url).href;
}

describe("somebody else's upload", () => {
  test("cannot be seen, written or removed", async () => {
    const url = await announced("mine.bin", 10);
    const headers = { authorization: `Bearer ${stranger.token}` };
    expect((await tus(url, "HEAD", headers)).status).toBe(403);
    const written = await tus(url, "PATCH", { ...headers, "upload-offset": "0" }, "stolen");
    expect(written.status).toBe(403);
    expect((await tus(url, "DELETE", headers)).status).toBe(403);
    expect((await tus(url, "HEAD", { authorization: "" })).status).toBe(400);
    expect((await tus(url, "HEAD")).headers.get("upload-offset")).toBe("0");
    expect((await tus(url, "DELETE")).status).toBe(204);
    expect((await tus(url, "HEAD")).status).toBe(404);
  });

  test("does not exist by a guess, or by a path", async () => {
    for (const id of [crypto.randomUUID(), "x", "..%2f..%2fetc%2fpasswd", "%00", "sign"]) {
      expect([400, 404]).toContain((await tus(`${endpoint()}/${id}`, "HEAD")).status);
    }
  });
});

describe("the protocol", () => {
  test("tells as whole what is whole to a client that missed the answer", async () => {
    const url = await announced("missed.bin", 10);
    expect((await tus(url, "PATCH", { "upload-offset": "0" }, "x".repeat(10))).status).toBe(204);
    const asked = await tus(url, "HEAD");
    expect(asked.headers.get("upload-offset")).toBe("10");
    expect(asked.headers.get("upload-length")).toBe("10");
    expect((await tus(url, "PATCH", { "upload-offset": "10" }, "")).status).toBe(204);
  });

  test("wants its version, its type, and the right place to go on", async () => {
    const url = await announced("strict.bin", 10);
    expect((await tus(url, "PATCH", { "tus-resumable": "0.1", "upload-offset": "0" })).status).toBe(
      412,
    );
    const wrongType = { "content-type": "text/plain", "upload-offset": "0" };
    expect((await tus(url, "PATCH", wrongType, "x")).status).toBe(415);
    expect((await tus(url, "PATCH", {}, "x")).status).toBe(400);
    for (const offset of ["-1", "x", "1e3", "99999999999999999"]) {
      expect((await tus(url, "PATCH", { "upload-offset": offset }, "x")).status).toBe(400);
    }
    const ahead = await tus(url, "PATCH", { "upload-offset": "5" }, "x".repeat(5_000_000));
    expect(ahead.status).toBe(409);
    expect(await ahead.json()).toMatchObject({ statusCode: "409", code: expect.any(String) });
    const expires = (await tus(url, "HEAD")).headers.get("upload-expires");
    expect(Date.parse(expires ?? "")).toBeGreaterThan(Date.now());
    expect((await tus(url, "HEAD")).headers.get("upload-metadata")).toContain("bucketName ");
  });

  test("takes no more than was announced", async () => {
    const url = await announced("full.bin", 10);
    const response = await tus(url, "PATCH", { "upload-offset": "0" }, "x".repeat(11));
    expect(response.status).toBe(413);
    const offset = (await tus(url, "HEAD")).headers.get("upload-offset");
    expect(Number(offset)).toBeLessThanOrEqual(10);
  });

  test.each([
    [{ "upload-length": "10" }, 400],
    [{ "upload-length": "ten", "upload-metadata": encode({ bucketName: "private" }) }, 400],
    [{ "upload-metadata": encode({ bucketName: "private", objectName: "x" }) }, 400],
    [{ "upload-length": "10", "upload-metadata": "bucketName ===,,, x y z" }, 400],
  ])("does not take an announcement like %j", async (headers, status) => {
    const response = await tus(endpoint(), "POST", headers);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ statusCode: String(status) });
  });

  test("lets the same client come back while its old connection hangs", async () => {
    const url = await announced("hanging.bin", 200_000);
    const hanging = fetch(url, {
      method: "PATCH",
      duplex: "half",
      body: new ReadableStream({
        start: (controller) => controller.enqueue(new Uint8Array(100_000).fill(1)),
      }),
      headers: {
        "tus-resumable": "1.0.0",
        "upload-offset": "0",
        authorization: `Bearer ${person.token}`,
        "content-type": "application/offset+octet-stream",
      },
    });
    const ended = hanging.then(
      (response) => response.status,
      () => "cut off",
    );
    const offset = async () => Number((await tus(url, "HEAD")).headers.get("upload-offset"));
    await expect.poll(offset).toBeGreaterThan(0);
    expect([409, "cut off"]).toContain(await ended);
    const from = await offset();
    const rest = "x".repeat(200_000 - from);
    const response = await tus(url, "PATCH", { "upload-offset": String(from) }, rest);
    expect(response.status).toBe(204);
    expect(take(await bucket().info(own("hanging.bin"))).size).toBe(200_000);
  });
});

test("an upload whose row is refused at the end is over, and leaves nothing", async () => {
  const before = (await world.files()).length;
  const url = await announced("late.bin", 10);
  await bucket().upload(own("late.bin"), "came first");
  const response = await tus(url, "PATCH", { "upload-offset": "0" }, "x".repeat(10));
  expect(response.status).toBe(409);
  expect(await take(await bucket().download(own("late.bin"))).text()).toBe("came first");
  expect((await world.files()).length).toBe(before + 1);
});

test("an upload that nobody finished is over after a day", async () => {
  const url = await announced("forgotten.bin", 10);
  const left = (files: string[]) => files.filter((file) => file.startsWith(idOf(url)));
  const idOf = (address: string) => address.split("/").at(-1) ?? "";
  const uploads = join(world.directory, "uploads");
  const path = join(uploads, `${idOf(url)}.json`);
  const info = await readFile(path, "utf8");
  const twoDaysAgo = new Date(Date.now() - 2 * 86_400_000).toISOString();
  await writeFile(path, info.replace(/"createdAt":"[^"]+"/, `"createdAt":"${twoDaysAgo}"`));
  expect((await tus(url, "HEAD")).status).toBe(410);
  expect((await tus(url, "PATCH", { "upload-offset": "0" }, "x")).status).toBe(410);
  expect(left(await readdir(uploads))).toHaveLength(2);
  await world.restart();
  await expect.poll(async () => left(await readdir(uploads))).toEqual([]);
  expect((await tus(url, "HEAD")).status).toBe(404);
});
