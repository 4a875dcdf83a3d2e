import { exitWith, runStart, type StackStatus, type StartFlags } from "@flowdesk/local-stack";
import { buildWeb } from "./build-web.ts";
import { demoAccounts, demoPassword } from "./demo-accounts.ts";
import { defaultHome, supabaseDirectory } from "./project.ts";
import { serveWeb } from "./serve-web.ts";

// npm start: the whole of FlowDesk on this machine, with the built client.
const argv = process.argv.slice(2);
const wantsWeb = !argv.includes("--no-web");
// The build and the stack do not need each other; on a first start they share the wait.
const built = wantsWeb ? buildWeb() : Promise.resolve();
built.catch(() => {
  // Whoever serves the client awaits it and reports; until then a failure must not end the process.
});

await exitWith(
  runStart(argv, {
    supabaseDirectory,
    defaultHome,
    beside: async (stack, flags, log) => {
      if (!flags.web) return { status: {}, stop: async () => {} };
      await built;
      return serveWeb({ status: stack.status(), port: stack.ports().web, log });
    },
    greet,
  }),
);

function greet(status: StackStatus, flags: StartFlags): string {
  const accounts = demoAccounts.map(({ email, is }) => `    ${email.padEnd(28)} ${is}`);
  const lines = [
    "",
    `  FlowDesk is ready: ${status.WEB_URL ?? status.API_URL}`,
    "",
    ...(flags.seed && accounts.length > 0
      ? [`  Demo accounts, all with the password ${demoPassword}:`, ...accounts, ""]
      : []),
    "  Ctrl-C stops it. Addresses and keys: npm run status",
    "",
  ];
  return `${lines.join("\n")}\n`;
}
