import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { type Client, serviceClient, signUp } from "../helpers/api.ts";

// The smallest file that is a PNG: one transparent pixel.
const pixel = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
  "base64",
);

async function upload(client: Client, bucket: string, folder: string) {
  const path = `${folder}/${randomUUID()}.png`;
  const { error } = await client.storage
    .from(bucket)
    .upload(path, pixel, { contentType: "image/png" });
  return { path, isStored: error === null };
}

async function isPublic(client: Client, bucket: string, path: string): Promise<boolean> {
  const { data } = client.storage.from(bucket).getPublicUrl(path);
  const response = await fetch(data.publicUrl);
  await response.arrayBuffer();
  return response.ok;
}

/** An organization with its owner and a member who may not change it. */
async function createPair() {
  const ana = await signUp({ organization_name: "Pictures" });
  const ben = await signUp();
  const { data: organization } = await ana.client.from("organizations").select("id").single();
  const id = organization?.id ?? "";
  const { error } = await serviceClient()
    .from("memberships")
    .insert({ organization_id: id, user_id: ben.userId, role: "member" });
  expect(error).toBeNull();
  return { ana, ben, id };
}

describe("avatars", () => {
  test("one uploads, shows and removes one's own", async () => {
    const { client, userId } = await signUp();
    const { path, isStored } = await upload(client, "avatars", userId);
    expect(isStored).toBe(true);
    expect(await isPublic(client, "avatars", path)).toBe(true);
    const { data } = await client.storage.from("avatars").remove([path]);
    expect(data).toHaveLength(1);
    expect(await isPublic(client, "avatars", path)).toBe(false);
  });

  test("nobody writes into, lists or removes from another person's folder", async () => {
    const [ana, ben] = await Promise.all([signUp(), signUp()]);
    const { path } = await upload(ana.client, "avatars", ana.userId);
    expect((await upload(ben.client, "avatars", ana.userId)).isStored).toBe(false);
    const listed = await ben.client.storage.from("avatars").list(ana.userId);
    expect(listed.data).toEqual([]);
    await ben.client.storage.from("avatars").remove([path]);
    expect(await isPublic(ana.client, "avatars", path)).toBe(true);
  });

  test("nothing lies deeper than one's folder, and nothing that is no picture", async () => {
    const { client, userId } = await signUp();
    expect((await upload(client, "avatars", `${userId}/deeper`)).isStored).toBe(false);
    const { error } = await client.storage
      .from("avatars")
      .upload(`${userId}/page.html`, "<script>", { contentType: "text/html" });
    expect(error).not.toBeNull();
  });
});

test("nothing that was stored elsewhere becomes a public picture by being copied", async () => {
  const { ana, id } = await createPair();
  const { path } = await upload(ana.client, "avatars", ana.userId);
  const storage = ana.client.storage.from("avatars");
  for (const [destinationBucket, target] of [
    ["avatars", `${ana.userId}/copy.png`],
    ["logos", `${id}/copy.png`],
  ] as const) {
    expect((await storage.copy(path, target, { destinationBucket })).error).not.toBeNull();
    expect((await storage.move(path, target, { destinationBucket })).error).not.toBeNull();
  }
});

describe("logos", () => {
  test("who may change the organization changes its logo", async () => {
    const { ana, id } = await createPair();
    const { path, isStored } = await upload(ana.client, "logos", id);
    expect(isStored).toBe(true);
    expect(await isPublic(ana.client, "logos", path)).toBe(true);
  });

  test("nobody changes it while the organization is suspended", async () => {
    const { ana, id } = await createPair();
    const { path } = await upload(ana.client, "logos", id);
    await serviceClient().from("organizations").update({ is_active: false }).eq("id", id);
    expect((await upload(ana.client, "logos", id)).isStored).toBe(false);
    await ana.client.storage.from("logos").remove([path]);
    expect(await isPublic(ana.client, "logos", path)).toBe(true);
  });

  test("a member and a stranger do not", async () => {
    const { ana, ben, id } = await createPair();
    const { path } = await upload(ana.client, "logos", id);
    const stranger = await signUp({ organization_name: "Elsewhere" });
    for (const { client } of [ben, stranger]) {
      expect((await upload(client, "logos", id)).isStored).toBe(false);
      await client.storage.from("logos").remove([path]);
    }
    expect(await isPublic(ana.client, "logos", path)).toBe(true);
  });
});
