import { readdir, readFile } from "node:fs/promises";
import type { ServiceReport } from "./reports.ts";

/** What `status` prints for people: each service, its memory, then addresses and keys. */
export async function formatStatus(
  status: Readonly<Record<string, string | null>>,
  reports: readonly ServiceReport[],
): Promise<string> {
  const memory = await readMemory(reports);
  const rows = reports.map((report) => [
    report.name,
    report.health,
    report.version,
    report.pid === null ? "–" : String(report.pid),
    formatRestarts(report),
  ]);
  const programs = [...memory].map(([pid, { name, bytes }]) => [
    name,
    String(pid),
    `${Math.round(bytes / 1024 / 1024)} MB`,
  ]);
  const total = [...memory.values()].reduce((sum, { bytes }) => sum + bytes, 0);
  return [
    table([["SERVICE", "HEALTH", "VERSION", "PROCESS", "RESTARTS"], ...rows]),
    table([
      ["PROGRAM", "PROCESS", "MEMORY"],
      ...programs,
      ["all", "", `${Math.round(total / 1024 / 1024)} MB`],
    ]),
    table(Object.entries(status).map(([key, value]) => [key, value ?? "–"])),
  ].join("\n\n");
}

function formatRestarts({ restarts, lastRestartAt }: ServiceReport): string {
  return lastRestartAt === null ? String(restarts) : `${restarts}, last at ${lastRestartAt}`;
}

interface Program {
  name: string;
  bytes: number;
}

/**
 * Memory by program. A program's children count with it; pages that PostgreSQL's processes share count once
 * (PSS, proc_pid_smaps(5)). Empty where the system does not tell.
 */
async function readMemory(reports: readonly ServiceReport[]): Promise<Map<number, Program>> {
  const programs = new Map<number, Program>();
  if (process.platform !== "linux") return programs;
  const own = new Set(reports.map((report) => report.pid));
  const parents = await readParents();
  for (const { pid, name, version } of reports) {
    if (pid === null || programs.has(pid)) continue;
    const sizes = await Promise.all(familyOf(pid, parents, own).map(proportionalSize));
    const isShared = reports.filter((report) => report.pid === pid).length > 1;
    programs.set(pid, {
      name: isShared ? version : name,
      bytes: sizes.reduce((sum, bytes) => sum + bytes, 0),
    });
  }
  return programs;
}

async function proportionalSize(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, "utf8").catch(() => "");
  return Number(/^Pss:\s+(\d+) kB$/m.exec(text)?.[1] ?? 0) * 1024;
}

/** A program and the processes it started, but for those that are programs of the stack themselves. */
function familyOf(
  pid: number,
  parents: ReadonlyMap<number, number>,
  programs: ReadonlySet<number | null>,
): number[] {
  const family = [pid];
  for (const member of family) {
    for (const [child, parent] of parents) {
      if (parent === member && !programs.has(child)) family.push(child);
    }
  }
  return family;
}

/** Of every process on the machine, the one that started it. */
async function readParents(): Promise<Map<number, number>> {
  const parents = new Map<number, number>();
  for (const name of (await readdir("/proc")).filter((entry) => /^\d+$/.test(entry))) {
    const stat = await readFile(`/proc/${name}/stat`, "utf8").catch(() => undefined);
    const fields = stat?.slice(stat.lastIndexOf(")") + 2).split(" ");
    if (fields) parents.set(Number(name), Number(fields[1]));
  }
  return parents;
}

function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => row[column]?.length ?? 0)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
