import { committed } from "../helpers/crossing.ts";
import type { Database } from "../helpers/database.ts";
import { createMember, createOrganization, createProject, createTask } from "../helpers/rows.ts";
import { fill } from "../matrix/cells.ts";
import type { Kind, Turn } from "./game.ts";
import { pick } from "./game.ts";
import { untypedClientOf } from "./players.ts";

/** An organization that none of the players is in, with a row in every table. Whatever they try, it is not theirs. */
export interface Neighbour {
  organizationId: string;
  /** Every table whose rows belong to organizations. */
  tables: readonly string[];
}

export async function createNeighbour(db: Database): Promise<Neighbour> {
  return committed(db, async () => {
    const organization = await createOrganization(db, { name: "Neighbour" });
    const somebody = await createMember(db, organization, "owner");
    const project = await createProject(db, organization, { name: "Theirs" });
    const task = await createTask(db, project, { title: "Theirs" });
    await fill(db, { organization, project, task, somebody });
    const rows = await db.all<{ name: string }>(
      `select table_name as name
       from information_schema.columns
       join information_schema.tables using (table_schema, table_name)
       where table_schema = 'public' and column_name = 'organization_id'
         and table_type = 'BASE TABLE'
       order by 1`,
    );
    return { organizationId: organization.id, tables: rows.map(({ name }) => name) };
  });
}

/** Looks at, deletes and carries away what is the neighbour's: nothing is found, or all of it is refused. */
async function trespass({ game, actor, organization, call }: Turn) {
  const { organizationId, tables } = game.neighbour;
  const table = pick(tables, call.a);
  if (table === undefined) return undefined;
  const client = untypedClientOf(call.b % 7 === 0 ? undefined : actor);
  const look = () => client.from(table).select("organization_id");
  const verb = pick(
    [
      look,
      look,
      look,
      () => client.from(table).delete(),
      () => client.from(table).update({ organization_id: organization.id }),
    ],
    call.b,
  );
  const answer = await verb?.().eq("organization_id", organizationId);
  // A delete or update says nothing of what it reached, so what stands there is counted.
  const theirs = `select from ${table} where organization_id = $1`;
  return {
    expected: { found: 0, isLeft: true },
    actual: {
      found: answer?.data?.length ?? 0,
      isLeft: (await game.db.count(theirs, [organizationId])) > 0,
    },
  };
}

export const trespassCalls: Record<string, Kind> = { trespass };
