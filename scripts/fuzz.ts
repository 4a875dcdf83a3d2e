import { spawn } from "node:child_process";
import { parseArgs } from "node:util";
import { root } from "./project.ts";

// npm run fuzz -- [--calls N] [--seed S]: the property test of supabase/tests/worlds, for longer.
const { values } = parseArgs({
  options: {
    calls: { type: "string", default: "20000" },
    seed: { type: "string" },
  },
});
const numbers = [values.calls, values.seed ?? "0"];
if (numbers.every((value) => /^\d{1,9}$/.test(value))) {
  const child = spawn(
    "vitest",
    ["run", "--config", "supabase/tests/vitest.config.ts", "worlds/random-worlds"],
    {
      cwd: root,
      stdio: "inherit",
      env: {
        ...process.env,
        FUZZ_CALLS: values.calls,
        ...(values.seed === undefined ? {} : { FUZZ_SEED: values.seed }),
      },
    },
  );
  child.on("close", (code) => {
    process.exitCode = code ?? 1;
  });
} else {
  process.stderr.write("usage: --calls and --seed take whole numbers.\n");
  process.exitCode = 2;
}
