#!/usr/bin/env node
import { exitWith, runReset, runStart, runStatus } from "./command-line.ts";
import { StackError } from "./errors.ts";

/**
 * Runs the `supabase` folder below the current one:
 *   local-stack start [--home DIR] [--port-base N] [--ephemeral] [--no-seed]
 *   local-stack status [--json] [--home DIR]
 *   local-stack reset [--home DIR]
 */
const DEFAULT_HOME = ".local-stack";

const [command = "start", ...argv] = process.argv.slice(2);
await exitWith(run());

async function run(): Promise<number> {
  switch (command) {
    case "start":
      return runStart(argv, { supabaseDirectory: "supabase", defaultHome: DEFAULT_HOME });
    case "status":
      return runStatus(argv, DEFAULT_HOME);
    case "reset":
      return runReset(argv, DEFAULT_HOME);
    default:
      throw new StackError(
        "config_invalid",
        `Unknown command ${command}. There are: start, status, reset.`,
      );
  }
}
