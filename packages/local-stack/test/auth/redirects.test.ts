import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { globToRegExp } from "../../src/services/auth/glob.ts";
import { follow, fragment, lastMail, type MailWorld, startMailWorld } from "./mail-support.ts";
import { newEmail } from "./support.ts";

const TOML = `
[auth]
site_url = "https://app.example.com"
additional_redirect_urls = [
  "https://*.preview.example.com/**", "myapp://callback", "https://exact.example.com/done"
]
[auth.email]
max_frequency = "0s"
`;

let world: MailWorld;
beforeAll(async () => {
  world = await startMailWorld({ toml: TOML });
});
afterAll(() => world[Symbol.asyncDispose]());

async function linkFor(redirectTo: string) {
  const email = newEmail();
  const { error } = await world.auth
    .client()
    .auth.signInWithOtp({ email, options: { emailRedirectTo: redirectTo } });
  expect(error).toBeNull();
  return (await lastMail(world.mail, email)).link;
}

describe("a link leads to", () => {
  test.each([
    "https://app.example.com/welcome?next=/a&b=c",
    "https://app.example.com/#/inside",
    "https://one.preview.example.com/a/b.html",
    "https://exact.example.com/done",
    "http://127.0.0.1:8080/anything",
    "myapp://callback",
  ])("%s, which is allowed", async (url) => {
    const link = await linkFor(url);
    expect(link.searchParams.get("redirect_to")).toBe(url);

    const target = await follow(link);

    expect(target.href.split("#")[0]).toBe(new URL(url).href.split("#")[0]);
    expect(fragment(target).access_token).toBeTypeOf("string");
  });

  test.each([
    "https://evil.example/",
    "https://app.example.com.evil.example/",
    "https://app.example.com@evil.example/",
    "http://app.example.com/",
    "https://app.example.com:8443/",
    "https://a.b.preview.example.com/",
    "https://evil.example/.preview.example.com/x",
    "https://evil.example#.preview.example.com/x",
    "https://evil.example\\.preview.example.com/x",
    "https://exact.example.com/done/more",
    "https://exact.example.com/done?x",
    "http://10.0.0.1/",
    "http://167772161/",
    "//evil.example/",
    "/relative",
    "javascript:alert(1)//127.0.0.1",
    "javascript://127.0.0.1/%0aalert(1)",
    "data:text/html,x",
    "myapp://other",
  ])("the site instead of %s", async (url) => {
    const link = await linkFor(url);
    expect(link.searchParams.get("redirect_to")).toBe("https://app.example.com");

    link.searchParams.set("redirect_to", url);
    const target = await follow(link);

    expect(target.origin).toBe("https://app.example.com");
    expect(fragment(target).access_token).toBeTypeOf("string");
  });

  test("the site when it fails, if a foreign place was asked for", async () => {
    const url = new URL(`${world.auth.url}/auth/v1/verify?type=signup&token=wrong`);
    url.searchParams.set("redirect_to", "https://evil.example/");

    const target = await follow(url);

    expect(target.origin).toBe("https://app.example.com");
    expect(fragment(target).error_code).toBe("otp_expired");
  });
});

describe("a pattern", () => {
  test.each([
    ["http://localhost:3000/**", "http://localhost:3000/a/b?c=d", true],
    ["http://localhost:3000/*", "http://localhost:3000/a", true],
    ["http://localhost:3000/*", "http://localhost:3000/a/b", false],
    ["https://*.example.com", "https://a.example.com", true],
    ["https://*.example.com", "https://a.b.example.com", false],
    ["https://example.com/?", "https://example.com/a", true],
    ["https://example.com/?", "https://example.com/ab", false],
    ["https://example.com/[a-c]", "https://example.com/b", true],
    ["https://example.com/[!a-c]", "https://example.com/b", false],
    ["https://{a,b}.example.com/**", "https://b.example.com/x", true],
    ["https://{a,b}.example.com/**", "https://c.example.com/x", false],
    ["https://example.com/a+b(c)", "https://example.com/a+b(c)", true],
    ["https://example.com", "https://exampleXcom", false],
    ["https://example.com/\\*", "https://example.com/*", true],
    ["https://example.com/\\*", "https://example.com/a", false],
  ])("%s and %s: %s", (pattern, url, matches) => {
    expect(globToRegExp(pattern).test(url)).toBe(matches);
  });
});
