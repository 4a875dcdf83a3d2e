import { type ChildProcess, spawn } from "node:child_process";

/**
 * Ends what this process leaves behind if it is killed: a small shell of its own process group waits on a pipe
 * from us, and a pipe closes however its owner dies. Programs then get SIGINT and, five seconds later, SIGKILL;
 * throwaway folders are removed.
 */
const SHELL_SCRIPT = `
set -f
line_end='
'
programs=
folders=
while IFS=' ' read -r verb value; do
  case $verb in
    program) programs="$programs $value" ;;
    folder) folders="$folders$value$line_end" ;;
    forget-program)
      kept=
      for program in $programs; do [ "$program" = "$value" ] || kept="$kept $program"; done
      programs=$kept ;;
    forget-folder)
      kept=
      IFS=$line_end
      for folder in $folders; do [ "$folder" = "$value" ] || kept="$kept$folder$line_end"; done
      unset IFS
      folders=$kept ;;
  esac
done
[ -z "$programs" ] || kill -INT $programs 2>/dev/null
for attempt in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25; do
  alive=
  for program in $programs; do kill -0 "$program" 2>/dev/null && alive="$alive $program"; done
  [ -n "$alive" ] || break
  sleep 0.2
done
[ -z "$alive" ] || kill -KILL $alive 2>/dev/null
printf '%s' "$folders" | while IFS= read -r folder; do [ -n "$folder" ] && rm -rf -- "$folder"; done
`;

let shell: ChildProcess | undefined;

function tell(verb: string, value: string): void {
  if (shell === undefined) {
    shell = spawn("/bin/sh", ["-c", SHELL_SCRIPT, "local-stack-leash"], {
      cwd: "/",
      detached: true,
      stdio: ["pipe", "ignore", "ignore"],
    });
    // It neither keeps us alive nor ends us: without it a killed stack is cleaned up by the next start.
    shell.unref();
    shell.on("error", () => {});
    shell.stdin?.on("error", () => {});
    if (shell.stdin && "unref" in shell.stdin && typeof shell.stdin.unref === "function") {
      shell.stdin.unref();
    }
  }
  shell.stdin?.write(`${verb} ${value}\n`);
}

/** From now on the program ends with this process. */
export function leashProgram(pid: number): void {
  tell("program", String(pid));
}

export function unleashProgram(pid: number): void {
  tell("forget-program", String(pid));
}

/** From now on the folder goes with this process. Paths that span lines cannot be told and are left out. */
export function leashFolder(path: string): void {
  if (!path.includes("\n")) tell("folder", path);
}

export function unleashFolder(path: string): void {
  if (!path.includes("\n")) tell("forget-folder", path);
}
