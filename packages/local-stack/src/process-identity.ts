import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";

/** A process that cannot be confused with a later one of the same number. */
export interface ProcessIdentity {
  pid: number;
  /** Opaque text of the moment it started; empty where the system does not tell. */
  startedAt: string;
}

/** The start mark of a running process, or undefined when there is none of that number. */
function startMark(pid: number): string | undefined {
  if (process.platform === "linux") {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
      // The command name in parentheses may hold spaces: fields are counted behind the last ")" (proc(5)).
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      const isZombie = fields[0] === "Z";
      return isZombie ? undefined : fields[19];
    } catch {
      return undefined;
    }
  }
  try {
    return execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim();
  } catch {
    return undefined;
  }
}

export function identify(pid: number): ProcessIdentity {
  return { pid, startedAt: startMark(pid) ?? "" };
}

export function isAlive(identity: ProcessIdentity): boolean {
  const mark = startMark(identity.pid);
  return mark !== undefined && mark === identity.startedAt;
}

/** Ends a process that an earlier, killed stack left behind: politely first, then for certain. */
export async function endProcess(
  identity: ProcessIdentity,
  signal: NodeJS.Signals,
  graceMs = 5_000,
): Promise<void> {
  const send = (name: NodeJS.Signals) => {
    try {
      process.kill(identity.pid, name);
    } catch {
      // It ended between the look and the signal.
    }
  };
  if (!isAlive(identity)) return;
  send(signal);
  for (let waited = 0; waited < graceMs && isAlive(identity); waited += 20) {
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  if (isAlive(identity)) send("SIGKILL");
  while (isAlive(identity)) await new Promise((resolve) => setTimeout(resolve, 20));
}
