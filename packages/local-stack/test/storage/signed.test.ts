import { decodeJwt, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { OWN_FOLDERS, type Person, startWorld, take, type World } from "./support.ts";

let world: World;
let person: Person;
beforeAll(async () => {
  world = await startWorld("", OWN_FOLDERS);
  person = await world.person();
  take(await bucket().upload(own("secret.txt"), "secret"));
  take(await bucket().upload(own("other.txt"), "other"));
}, 60_000);
afterAll(() => world[Symbol.asyncDispose]());

const bucket = () => person.client.storage.from("private");
const own = (name: string) => `${person.id}/${name}`;
const bytesAt = async (url: string, init?: RequestInit) => {
  const response = await fetch(url, init);
  return response.ok ? response.text() : response.json();
};
const withToken = (url: string, token: string) => {
  const changed = new URL(url);
  changed.searchParams.set("token", token);
  return changed.href;
};

describe("a signed address", () => {
  test("is read by anybody, without a key, in part as well", async () => {
    const { signedUrl } = take(await bucket().createSignedUrl(own("secret.txt"), 60));
    const response = await fetch(signedUrl);
    expect(await response.text()).toBe("secret");
    expect(response.headers.get("expires")).toMatch(/GMT$/);
    expect(await bytesAt(signedUrl, { headers: { range: "bytes=0-1" } })).toBe("se");
    expect((await fetch(signedUrl, { method: "HEAD" })).headers.get("content-length")).toBe("6");
  });

  test("downloads under the name that was asked for", async () => {
    const { signedUrl } = take(
      await bucket().createSignedUrl(own("secret.txt"), 60, { download: "for you.txt" }),
    );
    const { headers } = await fetch(signedUrl);
    expect(headers.get("content-disposition")).toContain("filename=for%20you.txt");
  });

  test("ends when it was to end", async () => {
    const { signedUrl } = take(await bucket().createSignedUrl(own("secret.txt"), 60));
    const claims = decodeJwt(new URL(signedUrl).searchParams.get("token") ?? "");
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(60);
    const over = await world.tokens.signWithSecret({ ...claims, exp: (claims.iat ?? 0) - 1 });
    expect(await bytesAt(withToken(signedUrl, over))).toMatchObject({
      statusCode: "400",
      code: "InvalidJWT",
      message: '"exp" claim timestamp check failed',
    });
  });

  test("is good for one object only, and only as it was made", async () => {
    const { signedUrl } = take(await bucket().createSignedUrl(own("secret.txt"), 60));
    const claims = decodeJwt(new URL(signedUrl).searchParams.get("token") ?? "");
    expect(await bytesAt(signedUrl.replace("secret.txt", "other.txt"))).toMatchObject({
      code: "InvalidSignature",
    });
    const forged = await new SignJWT({ ...claims })
      .setProtectedHeader({ alg: "HS256" })
      .sign(new TextEncoder().encode("x".repeat(40)));
    const unsigned = `${btoa('{"alg":"none"}').replaceAll("=", "")}.${forged.split(".")[1]}.`;
    for (const token of [forged, unsigned, "x", person.token.replace(/.$/, "")]) {
      expect(await bytesAt(withToken(signedUrl, token))).toMatchObject({ code: "InvalidJWT" });
    }
    expect(await bytesAt(withToken(signedUrl, person.token))).toMatchObject({
      code: "InvalidSignature",
    });
    expect(await bytesAt(withToken(signedUrl, ""))).toMatchObject({ code: "InvalidRequest" });
  });

  test("is no key to anything else", async () => {
    const { signedUrl } = take(await bucket().createSignedUrl(own("secret.txt"), 60));
    const token = new URL(signedUrl).searchParams.get("token") ?? "";
    const headers = { authorization: `Bearer ${token}` };
    const plain = await world.request(`/object/private/${own("secret.txt")}`, { headers });
    expect(await plain.json()).toMatchObject({ code: "NoSuchKey" });
    const { error } = await world.anon.storage
      .from("private")
      .uploadToSignedUrl(own("secret.txt"), token, "replaced");
    expect(error).toMatchObject({ code: "InvalidSignature" });
  });

  test("of an object that is gone finds nothing", async () => {
    take(await bucket().upload(own("passing.txt"), "x"));
    const { signedUrl } = take(await bucket().createSignedUrl(own("passing.txt"), 60));
    take(await bucket().remove([own("passing.txt")]));
    expect(await bytesAt(signedUrl)).toMatchObject({ statusCode: "404", code: "NoSuchKey" });
  });

  test.each([0, -1, 1.5, Number.MAX_SAFE_INTEGER])("cannot last %d seconds", async (seconds) => {
    const { error } = await bucket().createSignedUrl(own("secret.txt"), seconds);
    expect(error).toMatchObject({ statusCode: "400" });
  });

  test("many are made at once, each with its own answer", async () => {
    const names = [own("secret.txt"), own("nothing.txt"), "x/y.txt"];
    const made = take(await bucket().createSignedUrls(names, 60, { download: true }));
    expect(made.map(({ path, error }) => [path, error === null])).toEqual([
      [names[0], true],
      [names[1], false],
      [names[2], false],
    ]);
    expect(await bytesAt(made[0]?.signedUrl ?? "")).toBe("secret");
  });
});

describe("a signed upload", () => {
  test("is used by anybody, once", async () => {
    const { token, signedUrl, path } = take(await bucket().createSignedUploadUrl(own("given.txt")));
    expect(path).toBe(own("given.txt"));
    expect(signedUrl).toContain(`/object/upload/sign/private/${own("given.txt")}?token=`);
    const anybody = world.anon.storage.from("private");
    expect(
      take(
        await anybody.uploadToSignedUrl(own("given.txt"), token, new Blob(["given"]), {
          metadata: { from: "somebody" },
        }),
      ),
    ).toEqual({ path: own("given.txt"), fullPath: `private/${own("given.txt")}` });
    expect(await take(await bucket().download(own("given.txt"))).text()).toBe("given");
    expect(take(await bucket().info(own("given.txt"))).metadata).toEqual({ from: "somebody" });
    const again = await anybody.uploadToSignedUrl(own("given.txt"), token, "again");
    expect(again.error).toMatchObject({ statusCode: "409", code: "KeyAlreadyExists" });
    const { rows } = await world.sql.query("select owner_id from storage.objects where name = $1", [
      own("given.txt"),
    ]);
    expect(rows).toEqual([{ owner_id: person.id }]);
  });

  test("with upsert replaces, as often as it is used", async () => {
    const { token } = take(await bucket().createSignedUploadUrl(own("slot.txt"), { upsert: true }));
    const anybody = world.anon.storage.from("private");
    for (const body of ["one", "two"]) {
      take(await anybody.uploadToSignedUrl(own("slot.txt"), token, body));
      expect(await take(await bucket().download(own("slot.txt"))).text()).toBe(body);
    }
  });

  test("is good for one name, ends, and reads nothing", async () => {
    const { token } = take(await bucket().createSignedUploadUrl(own("one.txt")));
    const anybody = world.anon.storage.from("private");
    expect((await anybody.uploadToSignedUrl(own("two.txt"), token, "x")).error).toMatchObject({
      code: "InvalidSignature",
    });
    const claims = decodeJwt(token);
    expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBe(7200);
    const over = await world.tokens.signWithSecret({ ...claims, exp: 1 });
    expect((await anybody.uploadToSignedUrl(own("one.txt"), over, "x")).error).toMatchObject({
      code: "InvalidJWT",
    });
    const asDownload = `${world.url}/storage/v1/object/sign/private/${own("one.txt")}?token=${token}`;
    expect(await bytesAt(asDownload)).toMatchObject({ code: "InvalidSignature" });
  });
});
