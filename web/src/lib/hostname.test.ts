import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { hostOfPage, resolvePlace } from "./hostname.ts";

const block = () => document.getElementById("flowdesk-config");
const config = { apiUrl: "http://api.test", publishableKey: "k", hostnames: ["app.example"] };
const before = block()?.textContent ?? "";

beforeEach(() => block()?.replaceChildren(JSON.stringify(config)));
afterEach(() => {
  block()?.replaceChildren(before);
  vi.unstubAllGlobals();
});

function answer(body: unknown, status = 200) {
  const fetch = vi.fn(async () => new Response(JSON.stringify(body), { status }));
  vi.stubGlobal("fetch", fetch);
  return fetch;
}

test("FlowDesk's own hostname is asked about by nobody", async () => {
  const fetch = answer([]);
  expect(await resolvePlace("app.example")).toEqual({ kind: "flowdesk" });
  expect(fetch).not.toHaveBeenCalled();
});

test("without a list every hostname is FlowDesk's own", async () => {
  block()?.replaceChildren(JSON.stringify({ ...config, hostnames: undefined }));
  expect(await resolvePlace("desk.acme.example")).toEqual({ kind: "flowdesk" });
});

test("a verified hostname leads to its organization", async () => {
  answer([{ slug: "acme", name: "Acme", logo_path: "an id/a file.webp" }]);
  const host = {
    slug: "acme",
    name: "Acme",
    logoUrl: "http://api.test/storage/v1/object/public/logos/an%20id/a%20file.webp",
  };
  expect(await resolvePlace("desk.acme.example")).toEqual({ kind: "organization", host });
  expect(hostOfPage()).toEqual(host);
});

test("an organization without a logo has none", async () => {
  answer([{ slug: "acme", name: "Acme", logo_path: null }]);
  await resolvePlace("desk.acme.example");
  expect(hostOfPage()).toEqual({ slug: "acme", name: "Acme", logoUrl: undefined });
});

test("any other hostname is unknown", async () => {
  answer([]);
  expect(await resolvePlace("desk.other.example")).toEqual({ kind: "unknown" });
});

test("when the server does not answer the pages say so", async () => {
  answer({ code: "x" }, 503);
  expect(await resolvePlace("desk.acme.example")).toEqual({ kind: "flowdesk" });
});
