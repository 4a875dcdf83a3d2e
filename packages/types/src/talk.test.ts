import { describe, expect, test } from "vitest";
import { attachmentCreateSchema, mimeTypeOf, refusalOf } from "./attachments.ts";
import { buildMention, commentCreateSchema, parseMentions } from "./comments.ts";

const userId = "0a000000-0000-4000-8000-000000000001";

describe("a mention", () => {
  test.for(["Ada Lindqvist", "Max [Moon]", "back\\slash", "](mention:x)", "日本 語"])(
    "of %s is read as it was written",
    (name) => {
      const text = `Hello ${buildMention({ userId, name })}, and ${buildMention({ userId, name: "B" })}`;
      expect(parseMentions(text)).toEqual([
        { userId, name },
        { userId, name: "B" },
      ]);
    },
  );

  test("is nothing that only looks like one", () => {
    expect(parseMentions(`[Ada](mention:${userId}) [@Ada](${userId}) [@Ada](mention:ada)`)).toEqual(
      [],
    );
  });
});

test("a comment says something", () => {
  expect(commentCreateSchema.safeParse({ body: " \n\u200b" }).success).toBe(false);
  expect(commentCreateSchema.parse({ body: " indented\n" })).toEqual({ body: " indented\n" });
});

describe("a file", () => {
  test.for([
    [{ name: "Plan.pdf", type: "application/pdf", size: 1 }, undefined],
    [{ name: "page.html", type: "text/html", size: 1 }, undefined],
    [{ name: "empty.txt", type: "text/plain", size: 0 }, "file_empty"],
    [{ name: "film.mov", type: "video/quicktime", size: 52_428_801 }, "file_too_large"],
    [{ name: "Setup.EXE", type: "", size: 1 }, "file_type_refused"],
    [{ name: "run.bat. .", type: "", size: 1 }, "file_type_refused"],
  ] as const)("is told before it is sent whether it can be: %j", ([file, refusal]) => {
    expect(refusalOf(file)).toBe(refusal);
  });

  test.for([
    ["image/png", "image/png"],
    ["Text/Plain; charset=utf-8", "text/plain"],
    ["", "application/octet-stream"],
    ["text/html", "application/octet-stream"],
    ["image/svg+xml", "application/octet-stream"],
    ["x-odd/type", "application/octet-stream"],
  ] as const)("of type %j is sent as %s", ([type, sent]) => {
    expect(mimeTypeOf({ type })).toBe(sent);
  });

  test("has a name that reads as it is written", () => {
    const { name } = attachmentCreateSchema.parse({ name: "fdp.\u202eexe", size_bytes: 1 });
    expect(name).toBe("fdp.exe");
  });
});
