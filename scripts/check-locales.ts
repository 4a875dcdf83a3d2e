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

/**
 * Keys that are put together at run time, written as in the source with `*` for what is put in. A key that a
 * template of the sources could mean has to be named here, or nobody could tell which texts are in use.
 */
const DYNAMIC: Record<string, readonly string[]> = {
  "auth.confirm.*Title": ["auth.confirm.*Title"],
  "auth.confirm.*Text": ["auth.confirm.*Text"],
  "auth.confirm.*Action": ["auth.confirm.*Action"],
  // Codes come from the database, from Auth and from Storage.
  "errors.*": ["errors.*"],
  "permissionGroups.*": ["permissionGroups.*"],
  "permissions.*": ["permissions.*"],
  "planRoom.**": ["planRoom.*"],
  "plan.*": ["plan.projects", "plan.tasks", "plan.members"],
  "filters.archivedChoices.*": ["filters.archivedChoices.*"],
  "filters.due.*": ["filters.due.*"],
  "myWork.*": ["myWork.assignee", "myWork.reporter", "myWork.watcher"],
  "myWork.empty.*": ["myWork.empty.*"],
  "myWork.emptyText.*": ["myWork.emptyText.*"],
  "tasks.*": [],
  "views.directions.*.*": ["views.directions.*.*"],
  "views.due.*": ["views.due.*"],
  "views.groups.*": ["views.groups.*"],
  "views.layout.*": ["views.layout.*"],
  "views.orders.*": ["views.orders.*"],
};

/** How i18next marks the forms of a plural. */
const PLURAL = /_(zero|one|two|few|many|other)$/;

type Texts = { [key: string]: string | Texts };
const textsSchema: z.ZodType<Texts> = z.lazy(() =>
  z.record(z.string(), z.union([z.string(), textsSchema])),
);

const problems: string[] = [];
const { strings, templates, asked } = await readSources();
const dynamic = Object.values(DYNAMIC).flat().map(patternOf);
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
    dynamic.some((pattern) => pattern.test(key));
  if (!isUsed) problems.push(`${key} is used nowhere in web/src`);
}
for (const template of templates) {
  if (!Object.hasOwn(DYNAMIC, template)) problems.push(`${template}: name its keys in DYNAMIC`);
}
for (const template of Object.keys(DYNAMIC)) {
  if (!templates.has(template)) problems.push(`${template} in DYNAMIC is used nowhere in web/src`);
}
for (const problem of new Set(problems)) process.stderr.write(`${problem}\n`);
process.exitCode = problems.length > 0 ? 1 : 0;

/** Every string of the sources, those that are handed to `t` directly, and templates that are. */
async function readSources() {
  const strings = new Set<string>();
  const asked = new Set<string>();
  const templates = new Set<string>();
  for await (const file of glob("web/src/**/*.{ts,tsx}", { cwd: root })) {
    if (file.includes(".test.")) continue;
    const { program } = parseSync(file, await readFile(join(root, file), "utf8"));
    new Visitor({
      Literal: ({ value }) => {
        if (typeof value === "string") strings.add(value);
      },
      CallExpression: ({ callee, arguments: [first] }) => {
        if (callee.type !== "Identifier" || callee.name !== "t") return;
        const key = first?.type === "TSAsExpression" ? first.expression : first;
        if (key?.type === "Literal" && typeof key.value === "string") asked.add(key.value);
        if (key?.type === "TemplateLiteral") {
          templates.add(key.quasis.map(({ value }) => value.raw).join("*"));
        }
      },
    }).visit(program);
  }
  return { strings, templates, asked };
}

function patternOf(template: string): RegExp {
  return new RegExp(`^${template.replaceAll(".", "\\.").replaceAll("*", "[\\w.]+")}$`);
}

function keysOf(texts: Texts, path = ""): string[] {
  return Object.entries(texts).flatMap(([key, value]) =>
    typeof value === "string" ? [`${path}${key}`] : keysOf(value, `${path}${key}.`),
  );
}
