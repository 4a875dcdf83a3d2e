import type { Database } from "@flowdesk/types/database.types";
import { createClient } from "@supabase/supabase-js";
import { CommandError, type Target } from "./target.ts";

type Functions = Database["public"]["Functions"];
export type Tenant = Functions["list_tenants"]["Returns"][number];

const PAGE = 500;

export interface NewTenant {
  name: string;
  slug: string;
  owner: string;
  domain: string | undefined;
  plan: string | undefined;
}

export type TenantCommands = ReturnType<typeof connectAsOperator>;

/** What operators do, by the API that any program would use. */
export function connectAsOperator(target: Target) {
  const client = createClient<Database>(target.url, target.secretKey, {
    auth: { persistSession: false, autoRefreshToken: false },
  });

  /** In pages: no answer of the API is unbounded. */
  const list = async () => {
    const all: Tenant[] = [];
    for (;;) {
      const page = unwrap(
        await client.rpc("list_tenants").range(all.length, all.length + PAGE - 1),
      );
      all.push(...page);
      if (page.length < PAGE) return all;
    }
  };

  const find = async (slug: string): Promise<Tenant & { id: string }> => {
    const [tenant] = unwrap(await client.rpc("list_tenants").eq("slug", slug));
    if (!tenant?.id) {
      throw new CommandError("organization_not_found", `There is no organization "${slug}".`);
    }
    return { ...tenant, id: tenant.id };
  };

  const create = async ({ name, slug, owner, domain, plan }: NewTenant) => {
    const found = () =>
      client.rpc("create_tenant", {
        name,
        slug,
        owner_email: owner,
        ...(domain === undefined ? {} : { hostname: domain }),
        ...(plan === undefined ? {} : { plan }),
      });
    const first = await found();
    if (first.error?.code !== "account_not_found") {
      return { tenant: unwrap(first), ownerLink: undefined };
    }
    const account = await client.auth.admin.createUser({ email: owner, email_confirm: true });
    refuseError(account);
    const second = await found();
    if (second.error && account.data.user) {
      // An account that leads nowhere would only puzzle its owner.
      await client.auth.admin.deleteUser(account.data.user.id);
    }
    const tenant = unwrap(second);
    const link = await client.auth.admin.generateLink({ type: "recovery", email: owner });
    refuseError(link);
    return { tenant, ownerLink: link.data.properties?.action_link };
  };

  /** Auth could only say that the database refused; here it is known why, and what helps. */
  const removeAccount = async (email: string) => {
    const id = unwrap(await client.rpc("find_account", { email }));
    const orphans = (await list()).filter(
      ({ owners }) => owners?.length === 1 && owners[0] === email.trim().toLowerCase(),
    );
    if (orphans.length > 0) {
      const slugs = orphans.map(({ slug }) => slug).join(", ");
      throw new CommandError(
        "last_owner",
        `${email} is the only owner of ${slugs}. Name another one first: owner add --slug … --email …`,
      );
    }
    refuseError(await client.auth.admin.deleteUser(id));
  };

  return {
    list,
    create,
    addDomain: async (slug: string, hostname: string) => {
      const { id } = await find(slug);
      unwrap(await client.rpc("add_tenant_domain", { organization_id: id, hostname }));
      return find(slug);
    },
    setPlan: async (slug: string, plan: string) => {
      const { id } = await find(slug);
      return unwrap(await client.rpc("set_plan", { organization_id: id, plan }));
    },
    suspend: async (slug: string) => {
      const { id } = await find(slug);
      return unwrap(await client.rpc("suspend_tenant", { organization_id: id }));
    },
    restore: async (slug: string) => {
      const { id } = await find(slug);
      return unwrap(await client.rpc("restore_tenant", { organization_id: id }));
    },
    addOwner: async (slug: string, email: string) => {
      const { id } = await find(slug);
      return unwrap(await client.rpc("add_tenant_owner", { organization_id: id, email }));
    },
    removeAccount,
    operators: async () => unwrap(await client.rpc("list_operators")),
    addOperator: async (email: string) => refuseError(await client.rpc("add_operator", { email })),
    removeOperator: async (email: string) =>
      refuseError(await client.rpc("remove_operator", { email })),
  };
}

interface Failure {
  code?: string | undefined;
  message: string;
  hint?: string | null;
}

function refuseError({ error }: { error: Failure | null }): void {
  if (!error) return;
  throw new CommandError(
    // Without a code nobody answered: a wrong address, or nothing runs there.
    error.code || "unreachable",
    [error.message.split("\n")[0], error.hint].filter(Boolean).join(" "),
  );
}

function unwrap<Data>(answer: { data: Data; error: Failure | null }): NonNullable<Data> {
  refuseError(answer);
  if (answer.data === null || answer.data === undefined) {
    throw new CommandError("unexpected_answer", "The server answered without data.");
  }
  return answer.data;
}
