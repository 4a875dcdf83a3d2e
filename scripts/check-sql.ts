import { glob, readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { loadModule, parsePlPgSQLSync, parseSync, scanSync } from "libpg-query";
import { root } from "./project.ts";

/**
 * What every SQL file has to hold (PostgreSQL's own parser reads them): it parses, keywords are lower case,
 * lines end at column 100, and no update or delete goes without `where`. Hosted Supabase loads `safeupdate`,
 * which refuses those at run time, inside functions too; the embedded database cannot load it.
 */
const SOURCES = [
  "supabase/migrations/*.sql",
  "supabase/seed.sql",
  "packages/local-stack/src/services/database/platform/*.sql",
];
const COLUMNS = 100;
/** The area and what the file does, so that a listing tells the story. */
const MIGRATION_NAME = /^\d{14}_[a-z]+_[a-z_]+\.sql$/;

await loadModule();
const problems: string[] = [];
for await (const file of glob(SOURCES, { cwd: root })) {
  const text = await readFile(join(root, file), "utf8");
  const report = (line: number, what: string) => problems.push(`${file}:${line}: ${what}`);
  if (file.includes("/migrations/") && !MIGRATION_NAME.test(basename(file))) {
    report(1, "is to be named YYYYMMDDHHmmss_<area>_<what>.sql");
  }
  checkLines(text, report);
  checkKeywords(text, report);
  checkStatements(text, report);
}
for (const problem of problems) process.stderr.write(`${problem}\n`);
process.exitCode = problems.length > 0 ? 1 : 0;

type Report = (line: number, what: string) => void;

function checkLines(text: string, report: Report): void {
  text.split("\n").forEach((line, index) => {
    if (line.length > COLUMNS) report(index + 1, `${line.length} columns, ${COLUMNS} are allowed`);
    if (/\s$|\t/.test(line)) report(index + 1, "a tab or space at the end");
  });
}

function checkKeywords(text: string, report: Report): void {
  const bytes = Buffer.from(text);
  for (const token of scanSync(text).tokens) {
    if (token.keywordKind === 0) continue;
    // The scanner counts bytes; what it calls text may be cut by a character of several.
    const word = bytes.subarray(token.start, token.end).toString();
    if (word !== word.toLowerCase()) report(lineAt(bytes, token.start), `${word} in upper case`);
  }
}

function checkStatements(text: string, report: Report): void {
  const bytes = Buffer.from(text);
  try {
    for (const { stmt, stmt_location: start = 0, stmt_len: length } of parseSync(text).stmts ??
      []) {
      const end = length === undefined ? bytes.length : start + length;
      const statement = bytes.subarray(start, end).toString();
      const line = lineAt(bytes, start + leadingBlank(statement));
      for (const query of [stmt, ...queriesInside(stmt, statement)]) {
        for (const verb of unboundedChanges(query)) report(line, `${verb} without where`);
      }
    }
  } catch (error) {
    report(1, error instanceof Error ? error.message : String(error));
  }
}

/** Parsed queries in the body of a function; PL/pgSQL and SQL alike. */
function queriesInside(node: unknown, statement: string): unknown[] {
  const definition = member(node, "CreateFunctionStmt");
  if (definition === undefined) return [];
  const options = member(definition, "options");
  const language = findString(options, "language");
  if (language === "plpgsql") {
    return collect(parsePlPgSQLSync(statement), "query").flatMap((query) => {
      // Expressions and assignments are no statements of their own; they change nothing.
      return typeof query === "string" && /^\s*(update|delete|with|insert)\b/i.test(query)
        ? [parseSync(query)]
        : [];
    });
  }
  const body = findString(options, "as");
  return language === "sql" && body !== undefined ? [parseSync(body)] : [];
}

/** The text of a function's option `name`, however deep the parser wraps it. */
function findString(options: unknown, name: string): string | undefined {
  for (const option of collect(options, "DefElem")) {
    if (member(option, "defname") !== name) continue;
    const value = collect(member(option, "arg"), "sval")[0];
    if (typeof value === "string") return value;
  }
  return undefined;
}

function unboundedChanges(query: unknown): string[] {
  const without = (kind: string, verb: string) =>
    collect(query, kind).flatMap((node) =>
      member(node, "whereClause") === undefined ? [verb] : [],
    );
  return [...without("UpdateStmt", "update"), ...without("DeleteStmt", "delete")];
}

/** Every value that stands under `key`, at any depth. */
function collect(node: unknown, key: string): unknown[] {
  if (typeof node !== "object" || node === null) return [];
  const children = Array.isArray(node) ? node : Object.values(node);
  const own = member(node, key);
  return [...(own === undefined ? [] : [own]), ...children.flatMap((child) => collect(child, key))];
}

function member(node: unknown, key: string): unknown {
  if (typeof node !== "object" || node === null) return undefined;
  return Object.entries(node).find(([name]) => name === key)?.[1];
}

function leadingBlank(statement: string): number {
  return Buffer.byteLength(/^(\s|--[^\n]*\n|\/\*[\s\S]*?\*\/)*/.exec(statement)?.[0] ?? "");
}

function lineAt(bytes: Buffer, offset: number): number {
  return bytes.subarray(0, offset).toString().split("\n").length;
}
