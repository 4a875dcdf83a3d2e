import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseTemplate } from "../../src/services/auth/mail/template-language.ts";
import {
  follow,
  fragment,
  lastMail,
  type MailWorld,
  NOT_CONFIRMING,
  startMailWorld,
} from "./mail-support.ts";
import { newEmail, PASSWORD, signUp } from "./support.ts";

let world: MailWorld;
beforeAll(async () => {
  world = await startMailWorld({ toml: NOT_CONFIRMING });
});
afterAll(() => world[Symbol.asyncDispose]());

const render = (template: string, values: object, output: "html" | "text" = "html") =>
  parseTemplate(template, output).render({ ...values });

describe("a mail", () => {
  test("is written as the project's template says", async () => {
    await using auth = await world.startAuth({
      toml: `${NOT_CONFIRMING}
        [auth.email.template.recovery]
        subject = "Hello {{ .Data.full_name }}"
        content_path = "./recovery.html"`,
      files: {
        "recovery.html": `<a href="{{ .SiteURL }}/confirm?token_hash={{ .TokenHash }}&next={{ .RedirectTo }}">
          {{ .Token }}</a> {{ .Email }} {{ .Data.full_name }} {{ .Data.missing.deep }}`,
      },
    });
    const { email } = await signUp(auth, { full_name: `<b>"Ada" & 'Co'</b>\r\nBcc: x@y.z` });
    await auth.client().auth.resetPasswordForEmail(email, {
      redirectTo: "http://127.0.0.1:3000/reset?a=1&b=2",
    });

    const { html, subject } = await lastMail(world.mail, email);
    expect(subject).toBe(`Hello <b>"Ada" & 'Co'</b> Bcc: x@y.z`);
    expect(html).toContain("&lt;b&gt;&#34;Ada&#34; &amp; &#39;Co&#39;&lt;/b&gt;");
    expect(html).not.toContain("<b>");
    expect(html).toContain("&next=http%3A%2F%2F127.0.0.1%3A3000%2Freset%3Fa%3D1%26b%3D2");
    const hash = /token_hash=(\w+)/.exec(html)?.[1] ?? "";
    const code = /\b\d{6}\b/.exec(html)?.[0] ?? "";
    const { error } = await auth.client().auth.verifyOtp({ token_hash: hash, type: "recovery" });
    expect(error).toBeNull();
    expect(code).toHaveLength(6);
  });

  test("has a standard wording with link and code, in HTML and text", async () => {
    const { email } = await signUp(world.auth);
    await world.auth.client().auth.resetPasswordForEmail(email);

    const { html, text, code, link } = await lastMail(world.mail, email);
    expect(html).toContain(code);
    expect(html).toContain(`href="${link.href.replaceAll("&", "&amp;")}"`);
    expect(text).toContain(code);
    expect(html).not.toMatch(/\{\{|undefined|<no value>/);
    expect(fragment(await follow(link)).access_token).toBeTypeOf("string");
  });

  test("leads to external_url where Auth has another name outside", async () => {
    await using auth = await world.startAuth({
      toml: `[auth]\nexternal_url = "https://api.example.com/auth/v1/"\n${NOT_CONFIRMING}`,
    });
    const { email, session } = await signUp(auth);
    await auth.client().auth.signInWithOtp({ email });

    const { link } = await lastMail(world.mail, email);
    expect(link.href).toMatch(/^https:\/\/api\.example\.com\/auth\/v1\/verify\?token=/);
    expect((await auth.tokens.verify(session.access_token)).iss).toBe(
      "https://api.example.com/auth/v1",
    );
  });

  test.each([
    ['content_path = "./missing.html"', "cannot be read"],
    ['content = "{{ range .Data }}"', "{{ range .Data }} is not supported"],
    ['content = "{{ if .Token }}"', "without {{ end }}"],
    ['subject = "{{ end }}"', "without {{ if }}"],
  ])("whose template is %s stops the start", async (template, message) => {
    const toml = `[auth.email.template.invite]\n${template}`;

    await expect(world.startAuth({ toml })).rejects.toThrow(message);
  });

  test("is dropped when there is no mail server, without failing what asked for it", async () => {
    const { startAuth } = await import("./support.ts");
    await using auth = await startAuth(world.database, { toml: NOT_CONFIRMING });
    const email = newEmail();
    await auth.client().auth.signUp({ email, password: PASSWORD });

    expect((await auth.client().auth.resetPasswordForEmail(email)).error).toBeNull();
  });
});

describe("the template language", () => {
  test.each([
    ["{{ .A }}-{{.A}}-{{  .A  }}", "x-x-x"],
    ["a {{- .A -}} b", "axb"],
    ["a{{/* nothing */}}b{{- /* trimmed */ -}} c", "abc"],
    ["{{ if .A }}yes{{ else }}no{{ end }}", "yes"],
    ["{{ if .Nothing }}yes{{ else }}no{{ end }}", "no"],
    ["{{ if .Zero }}a{{ else if .A }}b{{ else }}c{{ end }}", "b"],
    ["{{ if .Zero }}a{{ else if .No }}b{{ else }}c{{ end }}!", "c!"],
    ['{{ if eq .Data.lang "de" }}Hallo{{ else }}Hello{{ end }}', "Hallo"],
    [
      '{{ if and .A (ne .A "y") }}1{{ end }}{{ if or .No .A }}2{{ end }}{{ if not .A }}3{{ end }}',
      "12",
    ],
    ["{{ if .A }}{{ if .No }}1{{ end }}2{{ end }}3", "23"],
    ['{{ "literal" }}', "literal"],
    ["{{ .Data.constructor }}{{ .toString }}", ""],
    ["{{ .Data.list }}", "[&#34;a&#34;]"],
  ])("renders %s as %s", (template, expected) => {
    expect(render(template, { A: "x", Zero: 0, Data: { lang: "de", list: ["a"] } })).toBe(expected);
  });

  test.each([
    ['<a href="{{ .U }}">', "javascript:alert(1)", '<a href="#ZgotmplZ">'],
    ["<a href='{{ .U }}'>", " JavaScript:alert(1)", "<a href='#ZgotmplZ'>"],
    ['<img src="{{ .U }}">', "data:text/html,x", '<img src="#ZgotmplZ">'],
    ['<a href="{{ .U }}">', "https://a/?b=c&d", '<a href="https://a/?b=c&amp;d">'],
    ['<a href="{{ .U }}">', "/relative:path", '<a href="/relative:path">'],
    ['<a href="/x?u={{ .U }}">', 'a&b c"', '<a href="/x?u=a%26b%20c%22">'],
    ['<p title="{{ .U }}">', '" onload="x', '<p title="&#34; onload=&#34;x">'],
    ["<p>{{ .U }}</p>", "<script>", "<p>&lt;script&gt;</p>"],
  ])("puts into %s the value %s as %s", (template, value, expected) => {
    expect(render(template, { U: value })).toBe(expected);
  });
});
