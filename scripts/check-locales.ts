import { glob, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parseSync, Visitor } from "oxc-parser";
import { z } from "zod";
import { root, webDirectory } from "./project.ts";

/**
 * Every text that the client asks for is there, every text that is there is asked for, and English and German
 * hold the same ones. A key counts as asked for when it stands anywhere in the sources as a whole string, since
 * lists hold keys that a loop translates later.
 */
const LANGUAGES = ["en", "de"];

/** Keys that are put together at run time, each with where. */
const DYNAMIC: readonly { pattern: RegExp; why: string }[] = [
  { pattern: /^errors\./, why: "lib/form-errors.ts: the code of a failure" },
];

/** How i18next marks the forms of a plural. */
const PLURAL = /_(zero|one|two|few|many|other)$/;

type Texts = { [key: string]: string | Texts };
const textsSchema: z.ZodType<Texts> = z.lazy(() =>
  z.record(z.string(), z.union([z.string(), textsSchema])),
);

const { strings, templates, asked } = await readSources();
const problems: string[] = [];
const byLanguage = new Map<string, Set<string>>();
for (const language of LANGUAGES) {
  const text = await readFile(join(webDirectory, "src/locales", `${language}.json`), "utf8");
  byLanguage.set(language, new Set(keysOf(textsSchema.parse(JSON.parse(text)))));
}
const all = new Set([...byLanguage.values()].flatMap((keys) => [...keys]));
for (const [language, keys] of byLanguage) {
  for (const key of all) if (!keys.has(key)) problems.push(`${language}.json lacks ${key}`);
  for (const key of asked) {
    if (!keys.has(key) && !keys.has(`${key}_other`)) problems.push(`${language}.json lacks ${key}`);
  }
}
for (const key of all) {
  const isUsed =
    strings.has(key) ||
    strings.has(key.replace(PLURAL, "")) ||
    DYNAMIC.some(({ pattern }) => pattern.test(key)) ||
    templates.some((pattern) => pattern.test(key));
  if (!isUsed) problems.push(`${key} is used nowhere in web/src`);
}
for (const problem of new Set(problems)) process.stderr.write(`${problem}\n`);
process.exitCode = problems.length > 0 ? 1 : 0;

/** Every string of the sources, and those that are handed to `t` directly. */
async function readSources() {
  const strings = new Set<string>();
  const asked = new Set<string>();
  const templates: RegExp[] = [];
  for await (const file of glob("web/src/**/*.{ts,tsx}", { cwd: root })) {
    if (file.includes(".test.")) continue;
    const { program } = parseSync(file, await readFile(join(root, file), "utf8"));
    new Visitor({
      Literal: ({ value }) => {
        if (typeof value === "string") strings.add(value);
      },
      CallExpression: ({ callee, arguments: [first] }) => {
        if (callee.type !== "Identifier" || callee.name !== "t") return;
        if (first?.type === "Literal" && typeof first.value === "string") asked.add(first.value);
        // `t(`auth.confirm.${type}Title`)`: anything may stand in the gaps, but one word.
        if (first?.type === "TemplateLiteral") templates.push(patternOf(first.quasis));
        if (first?.type === "TSAsExpression" && first.expression.type === "TemplateLiteral") {
          templates.push(patternOf(first.expression.quasis));
        }
      },
    }).visit(program);
  }
  return { strings, templates, asked };
}

function patternOf(parts: readonly { value: { raw: string } }[]): RegExp {
  const words = parts.map(({ value }) => value.raw.replaceAll(".", "\\."));
  const [first = ""] = words;
  if (!/^\w+\\\./.test(first)) {
    throw new Error(`A key that begins with a gap (${words.join("…")}) says nothing about itself.`);
  }
  return new RegExp(`^${words.join("\\w+")}$`);
}

function keysOf(texts: Texts, path = ""): string[] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === "string" ? [`${path}${key}`] : keysOf(value, `${path}${key}.`),
  );
}
