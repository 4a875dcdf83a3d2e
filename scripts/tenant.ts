import { parseArgs } from "node:util";
import { plans } from "@flowdesk/types/organizations";
import { defaultHome } from "./project.ts";
import { CommandError, findTarget } from "./target.ts";
import { connectAsOperator, type Tenant, type TenantCommands } from "./tenants.ts";

// npm run tenant -- <command> [options]: what operators do to organizations.
const usage = `npm run tenant -- <command> [options]

  create --slug S --name N --owner ADDRESS [--domain HOST] [--plan P]
  domain add --slug S --domain HOST
  plan set --slug S --plan ${plans.join("|")}
  suspend --slug S
  restore --slug S
  owner add --slug S --email ADDRESS
  list
  account remove --email ADDRESS
  operator add|remove --email ADDRESS
  operator list

  --json                       answer with JSON
  --home DIR                   the local stack of this folder (default: the one npm start runs)
  --url URL --secret-key KEY   any Supabase; also SUPABASE_URL and SUPABASE_SECRET_KEY
`;

/** What a command has to say: to people and to programs. */
interface Answer {
  text: string;
  json: unknown;
}

type Options = ReturnType<typeof parse>["values"];

const commands: Record<string, (tenants: TenantCommands, options: Options) => Promise<Answer>> = {
  create: async (tenants, options) => {
    const { tenant, ownerLink } = await tenants.create({
      slug: need(options, "slug"),
      name: need(options, "name"),
      owner: need(options, "owner"),
      domain: options.domain,
      plan: options.plan,
    });
    const link = ownerLink ? `\nThe owner's account is new. First sign-in: ${ownerLink}` : "";
    return {
      text: `${describe(tenant)}${link}`,
      json: { ...tenant, owner_link: ownerLink ?? null },
    };
  },
  "domain add": async (tenants, options) =>
    answer(await tenants.addDomain(need(options, "slug"), need(options, "domain"))),
  "plan set": async (tenants, options) =>
    answer(await tenants.setPlan(need(options, "slug"), need(options, "plan"))),
  suspend: async (tenants, options) => answer(await tenants.suspend(need(options, "slug"))),
  restore: async (tenants, options) => answer(await tenants.restore(need(options, "slug"))),
  "owner add": async (tenants, options) =>
    answer(await tenants.addOwner(need(options, "slug"), need(options, "email"))),
  list: async (tenants) => {
    const all = await tenants.list();
    return { text: all.map(describe).join("\n") || "No organizations yet.", json: all };
  },
  "account remove": async (tenants, options) => {
    const email = need(options, "email");
    await tenants.removeAccount(email);
    return { text: `${email} has no account any more.`, json: { email, is_removed: true } };
  },
  "operator add": async (tenants, options) => {
    const email = need(options, "email");
    await tenants.addOperator(email);
    return { text: `${email} is an operator.`, json: { email, is_operator: true } };
  },
  "operator remove": async (tenants, options) => {
    const email = need(options, "email");
    await tenants.removeOperator(email);
    return { text: `${email} is no operator.`, json: { email, is_operator: false } };
  },
  "operator list": async (tenants) => {
    const all = await tenants.operators();
    return { text: all.join("\n") || "No accounts are operators.", json: all };
  },
};

await main(process.argv.slice(2));

async function main(argv: readonly string[]): Promise<void> {
  try {
    const { values, positionals } = parse(argv);
    const name = positionals.join(" ");
    if (values.help || name === "" || name === "help") {
      process.stdout.write(usage);
      return;
    }
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (!command) throw new CommandError("usage", `There is no command "${name}". See --help.`);
    const target = await findTarget({
      url: values.url,
      secretKey: values["secret-key"],
      home: values.home ?? defaultHome,
    });
    const { text, json } = await command(connectAsOperator(target), values);
    process.stdout.write(values.json ? `${JSON.stringify(json, null, 2)}\n` : `${text}\n`);
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    process.stderr.write(`${error.code}: ${error.message}\n`);
    process.exitCode = error.code === "usage" ? 2 : 1;
  }
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        slug: { type: "string" },
        name: { type: "string" },
        owner: { type: "string" },
        domain: { type: "string" },
        plan: { type: "string" },
        email: { type: "string" },
        url: { type: "string" },
        "secret-key": { type: "string" },
        home: { type: "string" },
        json: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    const [first] = (error instanceof Error ? error.message : String(error)).split("\n");
    throw new CommandError("usage", `${first} See --help.`);
  }
}

function need(options: Options, name: "slug" | "name" | "owner" | "domain" | "plan" | "email") {
  const value = options[name]?.trim();
  if (!value) throw new CommandError("usage", `--${name} is missing. See --help.`);
  return value;
}

function answer(tenant: Tenant): Answer {
  return { text: describe(tenant), json: tenant };
}

/** One line about a tenant. */
function describe(tenant: Tenant): string {
  const state = [
    tenant.is_active ? undefined : "suspended",
    tenant.delete_after ? `deleted after ${tenant.delete_after.slice(0, 10)}` : undefined,
    tenant.requested_plan ? `wants ${tenant.requested_plan}` : undefined,
  ].filter((part) => part !== undefined);
  return [
    tenant.slug?.padEnd(24),
    tenant.plan?.padEnd(11),
    `${tenant.members} member${tenant.members === 1 ? "" : "s"}`.padEnd(12),
    tenant.primary_hostname ?? "-",
    tenant.owners?.join(", "),
    ...state,
    `"${tenant.name}"`,
  ]
    .filter(Boolean)
    .join("  ");
}
