import type { Database } from "@flowdesk/types/database.types";
import { createClient, type SupabaseClient } from "@supabase/supabase-js";
import pg from "pg";
import { demoPassword } from "../../../scripts/demo-accounts.ts";
import type { FlowDesk } from "./flowdesk.ts";
import { currentCode } from "./one-time-code.ts";

type Client = SupabaseClient<Database>;

/** What screens show that the demo has not: a beginning, a crowd, an organization at a standstill. */
export const places = {
  /** Owner of an organization that has nothing yet. */
  fresh: { email: "nora@fresh.example", inside: "/o/fresh-start" },
  /** Owner of one with a thousand of everything, and with the longest names. */
  crowd: {
    email: "max@crowd.example",
    inside: "/o/crowd",
    /** The name of a project, which a search has to take as it stands. */
    strange: 'Up 100% "sure", a\\b_c (yes)',
  },
  /** Owner of one that operators suspended. */
  suspended: { email: "jonas@morgenrot.example", inside: "/o/baeckerei-morgenrot" },
  /** Has a second factor. */
  careful: { email: "tom@factor.example" },
  /** Leads to Lumen Studio. Browsers here find every `.example` on this machine. */
  hostname: "desk.lumen.example",
} as const;

const longName = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk";
const howMany = 1_000;

/** Makes the places; answers with the token of an invitation that nobody has used yet. */
export async function createPlaces({ status }: FlowDesk): Promise<{ invitation: string }> {
  const newClient = () =>
    createClient<Database>(status.API_URL, status.PUBLISHABLE_KEY, {
      auth: { persistSession: false, autoRefreshToken: false },
    });
  const operator = createClient<Database>(status.API_URL, status.SECRET_KEY);
  const ada = newClient();
  await succeed(
    ada.auth.signInWithPassword({ email: "ada@lumen.example", password: demoPassword }),
  );
  const lumen = await organizationId(operator, "lumen-studio");
  const [invitation] = await Promise.all([
    invite(ada, lumen),
    openHostname(operator, lumen),
    succeed(
      operator.from("organizations").update({ is_active: false }).eq("slug", "baeckerei-morgenrot"),
    ),
    signUp(newClient(), places.fresh.email, "Nora Bergström", "Fresh start"),
    createCrowd(status.DB_URL, operator, newClient()),
    createCareful(newClient()),
  ]);
  return { invitation };
}

async function invite(inviter: Client, organization_id: string): Promise<string> {
  const values = { organization_id, email: "greta.lund@guest.example", role: "member" };
  const { token } = await succeed(inviter.rpc("invite_member", values));
  return token ?? "";
}

async function openHostname(operator: Client, organization_id: string): Promise<void> {
  const { hostname } = places;
  const { id } = await succeed(operator.rpc("add_tenant_domain", { organization_id, hostname }));
  const { verification_token } = await succeed(
    operator
      .from("organization_domains")
      .select("verification_token")
      .eq("id", id ?? "")
      .single(),
  );
  await succeed(
    operator.rpc("record_domain_verification", {
      id: id ?? "",
      txt_records: [verification_token],
    }),
  );
}

/** Accounts that nobody signs in to are written at once: each password takes a while by design. */
async function createCrowd(databaseUrl: string, operator: Client, client: Client): Promise<void> {
  await signUp(client, places.crowd.email, `Max ${longName}`, "Crowd");
  const id = await organizationId(operator, "crowd");
  await succeed(
    operator.from("organizations").update({ name: longName, plan: "enterprise" }).eq("id", id),
  );
  const database = new pg.Client({ connectionString: databaseUrl });
  await database.connect();
  try {
    await database.query(
      `insert into auth.users (id, email, email_confirmed_at, raw_user_meta_data, created_at)
       select gen_random_uuid(), 'person' || n || '@crowd.example', now(),
         jsonb_build_object('display_name', case when n % 50 = 7 then $2 else 'Person ' || n end),
         now()
       from generate_series(1, $1::integer) as n`,
      [howMany, longName],
    );
    await database.query(
      `insert into public.memberships (organization_id, user_id, role, joined_at)
       select $1, id, (array['admin', 'manager', 'member', 'viewer'])[1 + random() * 3], now()
       from auth.users where email like 'person%@crowd.example'`,
      [id],
    );
  } finally {
    await database.end();
  }
  const projects = Array.from({ length: howMany }, (_, index) => ({
    organization_id: id,
    // Named here: to find a free key among a thousand alike takes the database its time.
    key: `P${index}`,
    name: index % 50 === 7 ? `${longName} ${index}` : `Project ${index}`,
  }));
  projects.push({ organization_id: id, key: "STRANGE", name: places.crowd.strange });
  // Each brings its statuses along; a request may take eight seconds.
  for (let at = 0; at < projects.length; at += 100) {
    await succeed(operator.from("projects").insert(projects.slice(at, at + 100)));
  }
}

async function createCareful(client: Client): Promise<void> {
  await signUp(client, places.careful.email, "Tom Ferreira", "Careful");
  const { id, totp } = await succeed(client.auth.mfa.enroll({ factorType: "totp" }));
  await succeed(
    client.auth.mfa.challengeAndVerify({ factorId: id, code: currentCode(totp.secret) }),
  );
}

async function signUp(client: Client, email: string, display_name: string, organization: string) {
  const data = { display_name, organization_name: organization };
  await succeed(client.auth.signUp({ email, password: demoPassword, options: { data } }));
}

async function organizationId(operator: Client, slug: string): Promise<string> {
  const { id } = await succeed(
    operator.from("organizations").select("id").eq("slug", slug).single(),
  );
  return id;
}

type Answer = { data: unknown; error: Error | null };
type DataOf<Result> = Result extends { error: null; data: infer Data } ? Data : never;

async function succeed<Result extends Answer>(call: PromiseLike<Result>): Promise<DataOf<Result>> {
  const { data, error } = await call;
  if (error) throw error;
  // The clients type a result as success or failure, told apart by `error`; failure left above.
  return data as DataOf<Result>;
}
