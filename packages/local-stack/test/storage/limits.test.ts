import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { randomBytes, startWorld, take, type World } from "./support.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld(
    `[storage]
     file_size_limit = "2MiB"`,
    `insert into storage.buckets (id, name, file_size_limit, allowed_mime_types) values
       ('any', 'any', null, null),
       ('small', 'small', 10, null),
       ('generous', 'generous', 100000000, null),
       ('pictures', 'pictures', null, array['image/*']),
       ('texts', 'texts', null, array['text/plain', 'application/json'])`,
  );
}, 60_000);
afterAll(() => world[Symbol.asyncDispose]());

const from = (bucket: string) => world.service.storage.from(bucket);
const TOO_LARGE = {
  status: 400,
  statusCode: "413",
  code: "EntityTooLarge",
  message: "The object exceeded the maximum allowed size",
};

describe("an object that is too large", () => {
  const forms: [string, (size: number) => Blob | Uint8Array<ArrayBuffer> | ReadableStream][] = [
    ["raw", (size) => randomBytes(size)],
    ["in a form", (size) => new Blob([randomBytes(size)])],
    ["streamed, its length unknown", (size) => new Blob([randomBytes(size)]).stream()],
  ];

  test.each(forms)("%s is refused by the bucket's limit", async (how, body) => {
    const before = (await world.files()).length;
    expect((await from("small").upload(`ten ${how}`, body(10))).error).toBeNull();
    expect((await from("small").upload(`eleven ${how}`, body(11))).error).toMatchObject(TOO_LARGE);
    expect((await from("small").exists(`eleven ${how}`)).data).toBe(false);
    expect((await world.files()).length).toBe(before + 1);
  });

  test.each(forms)("%s is refused by the limit of all buckets", async (how, body) => {
    const before = (await world.files()).length;
    for (const bucket of ["any", "generous"]) {
      const { error } = await from(bucket).upload(how, body(2 * 1024 * 1024 + 1));
      expect(error).toMatchObject(TOO_LARGE);
    }
    expect((await world.files()).length).toBe(before);
    take(await from("any").upload(how, body(2 * 1024 * 1024)));
  });

  test.each(forms)("%s, by far, gets its answer and the server stays well", async (how, body) => {
    const { error } = await from("any").upload(`huge ${how}`, body(30_000_000));
    expect(error).toMatchObject(TOO_LARGE);
    take(await from("any").upload(`after ${how}`, "fine"));
  });

  test("in what is said of it", async () => {
    const metadata = { text: "x".repeat(1_100_000) };
    const { error } = await from("any").upload("described", new Blob(["x"]), { metadata });
    expect(error).toMatchObject({ statusCode: "413", code: "EntityTooLarge" });
  });
});

describe("a type that is not allowed", () => {
  const refused = (type: string) => ({
    status: 400,
    statusCode: "415",
    code: "InvalidMimeType",
    message: `mime type ${type} is not supported`,
  });

  test("is refused, and nothing is kept", async () => {
    const before = (await world.files()).length;
    const blob = new Blob(["x"], { type: "text/html" });
    expect((await from("pictures").upload("a", blob)).error).toMatchObject(refused("text/html"));
    const options = { contentType: "application/pdf" };
    expect((await from("texts").upload("a", "x", options)).error).toMatchObject(
      refused("application/pdf"),
    );
    for (const contentType of ["imagex/png", "image", "image-x/y", ""]) {
      expect((await from("pictures").upload("a", "x", { contentType })).error).toMatchObject({
        code: "InvalidMimeType",
      });
    }
    expect((await world.files()).length).toBe(before);
  });

  test("is another one than those that are, with parameters and in any case", async () => {
    for (const contentType of ["image/png", "image/svg+xml", "IMAGE/JPEG"]) {
      const name = `p ${contentType}`.replace("/", "-");
      const { error } = await from("pictures").upload(name, "x", { contentType });
      expect(error, contentType).toBeNull();
    }
    for (const contentType of ["text/plain;charset=UTF-8", "application/json; charset=utf-8"]) {
      const { error } = await from("texts").upload(`t ${contentType.length}`, "x", { contentType });
      expect(error, contentType).toBeNull();
    }
  });

  test("does not keep Studio from marking an empty folder", async () => {
    take(await from("pictures").upload("folder/.emptyFolderPlaceholder", new Blob([])));
    const { error } = await from("pictures").upload("two/.emptyFolderPlaceholder", new Blob(["x"]));
    expect(error).toMatchObject(TOO_LARGE);
  });
});

describe("a form", () => {
  const send = (body: string, contentType?: string) =>
    world.tokens.signWithSecret({ role: "service_role" }).then((token) =>
      world.request("/object/any/form", {
        method: "POST",
        body,
        headers: {
          authorization: `Bearer ${token}`,
          ...(contentType === undefined ? {} : { "content-type": contentType }),
        },
      }),
    );
  const boundary = "multipart/form-data; boundary=b";

  test.each([
    ["without a file", "--b\r\ncontent-disposition: form-data; name=x\r\n\r\n1\r\n--b--\r\n"],
    ["that ends early", '--b\r\ncontent-disposition: form-data; name=""; filename="x"\r\n\r\nhalf'],
    ["that ends in its headers", "--b\r\ncontent-disposition: form-data"],
    ["that is none", "hello"],
    ["that is empty", ""],
    ["with nothing in it", "--b--\r\n"],
    [
      "with a type that breaks out of its header",
      `--b\r\ncontent-disposition: form-data; name="contentType"\r\n\r\ntext/html\r\nx: y\r\n--b\r\ncontent-disposition: form-data; name=""; filename="x"\r\n\r\nx\r\n--b--\r\n`,
    ],
    [
      "with a cache control that does",
      `--b\r\ncontent-disposition: form-data; name="cacheControl"\r\n\r\n1\r\nx: y\r\n--b\r\ncontent-disposition: form-data; name=""; filename="x"\r\n\r\nx\r\n--b--\r\n`,
    ],
  ])("%s is refused", async (_what, body) => {
    const before = (await world.files()).length;
    const response = await send(body, boundary);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: expect.any(String) });
    expect((await from("any").exists("form")).data).toBe(false);
    expect((await world.files()).length).toBe(before);
  });

  test("that is garbage, and much of it, gets its answer", async () => {
    const response = await send(`--b\r\n\r\n${"x".repeat(20_000_000)}`, boundary);
    expect(await response.json()).toMatchObject({ statusCode: "400", code: "InvalidRequest" });
  });

  test("cut off or damaged anywhere gets an answer, and harms nobody", async () => {
    const whole = [
      '--b\r\ncontent-disposition: form-data; name="cacheControl"\r\n\r\n60\r\n',
      '--b\r\ncontent-disposition: form-data; name="metadata"\r\n\r\n{"a":1}\r\n',
      '--b\r\ncontent-disposition: form-data; name=""; filename="x"\r\n',
      "content-type: text/plain\r\n\r\nbytes\r\n--b--\r\n",
    ].join("");
    const token = await world.tokens.signWithSecret({ role: "service_role" });
    const post = (body: string) =>
      world.storage.fetch(
        new Request("http://storage/object/any/damaged", {
          method: "PUT",
          body,
          headers: { authorization: `Bearer ${token}`, "content-type": boundary },
        }),
      );
    for (let length = 0; length < whole.length; length += 1) {
      const damaged = `${whole.slice(0, length)}\0\xff${whole.slice(length + 2)}`;
      for (const body of [whole.slice(0, length), damaged]) {
        const response = await post(body);
        expect(response.status).toBeLessThan(500);
        expect(await response.json()).toSatisfy(
          (answer: object) => "Key" in answer || "code" in answer,
        );
      }
    }
    expect(await (await post(whole)).json()).toMatchObject({ Key: "any/damaged" });
  }, 60_000);

  test("without a boundary is refused", async () => {
    const response = await send("--b--", "multipart/form-data");
    expect(await response.json()).toMatchObject({ statusCode: "400", code: "InvalidRequest" });
  });
});

test("a client that goes away in the middle leaves nothing", async () => {
  const before = (await world.files()).length;
  const leaving = new AbortController();
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(randomBytes(100_000));
    },
  });
  const upload = world.request("/object/any/abandoned.bin", {
    method: "POST",
    body,
    duplex: "half",
    signal: leaving.signal,
    headers: {
      authorization: `Bearer ${await world.tokens.signWithSecret({ role: "service_role" })}`,
    },
  });
  await expect.poll(async () => (await world.files()).length).toBe(before + 1);
  leaving.abort();
  await expect(upload).rejects.toThrow();
  await expect.poll(async () => (await world.files()).length).toBe(before);
  expect((await from("any").exists("abandoned.bin")).data).toBe(false);
});
