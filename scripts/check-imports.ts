import { glob, readFile } from "node:fs/promises";
import { dirname, join, relative, resolve } from "node:path";
import { parseSync } from "oxc-parser";
import { root } from "./project.ts";

/**
 * Which room may import which (docs/architecture.md). The rules are patterns over folders, so a new feature
 * or package is covered the day it appears. oxc-parser because the usual import linters still need a
 * TypeScript older than ours.
 */
interface Rule {
  why: string;
  from: RegExp;
  /** Refused targets; `$1` stands for what `from` captured. A package is named `npm:<name>`. */
  to: (from: RegExpExecArray) => RegExp;
}

interface Import {
  file: string;
  target: string;
  isTypeOnly: boolean;
}

const OURS = "packages/(?!types/)|web/|supabase/|scripts/|bench/";

const rules: readonly Rule[] = [
  {
    why: "packages/types is loaded by Node, browsers and Deno: it imports zod and itself only",
    from: /^packages\/types\/src\/(?!.*\.test(-d)?\.ts$)/,
    to: () => /^(?!packages\/types\/src\/|npm:zod$)/,
  },
  {
    why: "packages/local-stack runs any Supabase project: it knows nothing of ours",
    from: /^packages\/local-stack\//,
    to: () => /^(packages\/(?!local-stack\/)|web\/|supabase\/|scripts\/|bench\/)/,
  },
  {
    why: "the client reaches the server over HTTP, and shares only packages/types with it",
    from: /^web\/(?!e2e\/)/,
    to: () => new RegExp(`^(?!web/)(${OURS})`),
  },
  {
    why: "features do not know each other; web/src/app composes them",
    from: /^web\/src\/features\/([^/]+)\//,
    to: (from) => new RegExp(`^web/src/(app/|features/(?!${from[1]}/))`),
  },
  {
    why: "components/ui is blind to the domain and to where data comes from",
    from: /^web\/src\/components\//,
    to: () => /^(web\/src\/(features|app)\/|npm:@(supabase|flowdesk|tanstack\/react-query))/,
  },
  {
    why: "lib lies below the features",
    from: /^web\/src\/lib\//,
    to: () => /^web\/src\/(features|app)\//,
  },
  {
    why: "edge functions do not know each other; they share functions/_shared",
    from: /^supabase\/functions\/([^/_][^/]*)\//,
    to: (from) => new RegExp(`^supabase/functions/(?!_shared/|${from[1]}/)`),
  },
];

const imports = await readImports();
const problems = [...findForbidden(imports), ...findCircles(imports)];
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.exitCode = problems.length > 0 ? 1 : 0;

async function readImports(): Promise<Import[]> {
  const found: Import[] = [];
  const sources = glob("{packages,web,supabase,scripts,bench}/**/*.{ts,tsx,mjs}", {
    cwd: root,
    exclude: (path) => /(^|\/)(node_modules|dist)$/.test(path),
  });
  for await (const file of sources) {
    const { module } = parseSync(file, await readFile(join(root, file), "utf8"));
    for (const statement of module.staticImports) {
      const isTypeOnly =
        statement.entries.length > 0 && statement.entries.every((entry) => entry.isType);
      found.push({ file, target: resolveTarget(file, statement.moduleRequest.value), isTypeOnly });
    }
    for (const statement of module.staticExports) {
      for (const entry of statement.entries) {
        if (!entry.moduleRequest) continue;
        const target = resolveTarget(file, entry.moduleRequest.value);
        found.push({ file, target, isTypeOnly: entry.isType });
      }
    }
  }
  return found;
}

/** Repository path of a file of ours, or `npm:<package>`. */
function resolveTarget(file: string, specifier: string): string {
  if (specifier.startsWith(".")) {
    return relative(root, resolve(root, dirname(file), specifier));
  }
  // `imports` of web/package.json.
  if (specifier.startsWith("#/")) return join("web/src", specifier.slice(2));
  const workspace = /^@flowdesk\/(types|local-stack)(?:\/(.+))?$/.exec(specifier);
  if (workspace) return `packages/${workspace[1]}/src/${workspace[2] ?? "index"}.ts`;
  return `npm:${specifier}`;
}

function findForbidden(all: readonly Import[]): string[] {
  return all.flatMap(({ file, target }) =>
    rules.flatMap((rule) => {
      const from = rule.from.exec(file);
      return from && rule.to(from).test(target) ? [`${file} imports ${target}: ${rule.why}`] : [];
    }),
  );
}

/** Files that need each other are one file, or lack a third. Types alone may point both ways. */
function findCircles(all: readonly Import[]): string[] {
  const graph = new Map<string, string[]>();
  for (const { file, target, isTypeOnly } of all) {
    if (!isTypeOnly) graph.set(file, [...(graph.get(file) ?? []), target]);
  }
  const circles: string[] = [];
  const finished = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    const start = path.indexOf(file);
    if (start >= 0) {
      circles.push(`circle: ${[...path.slice(start), file].join(" → ")}`);
      return;
    }
    if (finished.has(file)) return;
    for (const target of graph.get(file) ?? []) visit(target, [...path, file]);
    finished.add(file);
  };
  for (const file of graph.keys()) visit(file, []);
  return circles;
}
