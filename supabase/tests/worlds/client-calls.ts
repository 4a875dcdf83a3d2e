import type { Kind, Move, Turn } from "./game.ts";
import { codeOfAnswer, nextName, pick, reachOfAnswer } from "./game.ts";
import { admission, holds, reach, seesProject } from "./model.ts";

async function insertClient(turn: Turn): Promise<Move> {
  const { world, client, actor, organization, game } = turn;
  const name = nextName(turn, "Client");
  const answer = await client.from("clients").insert({ organization_id: organization.id, name });
  const created = await game.db.all<{ id: string }>(
    "select id from clients where organization_id = $1 and name = $2",
    [organization.id, name],
  );
  return {
    expected: admission(organization, holds(organization, actor.id, "clients.write")),
    actual: codeOfAnswer(answer),
    apply: () => {
      for (const { id } of created) world.clients.push({ id, organization });
    },
  };
}

async function deleteClient({ world, client, actor, call }: Turn): Promise<Move | undefined> {
  const one = pick(world.clients, call.a);
  if (!one) return undefined;
  const { organization } = one;
  const answer = await client.from("clients").delete().eq("id", one.id).select("id");
  const isAllowed =
    holds(organization, actor.id, "clients.read") && holds(organization, actor.id, "clients.write");
  const isUsed = world.projects.some((project) => project.client === one.id);
  return {
    expected: isAllowed && isUsed ? "client_in_use" : reach(organization, isAllowed),
    actual: reachOfAnswer(answer),
    apply: () => {
      world.clients.splice(world.clients.indexOf(one), 1);
    },
  };
}

async function chooseClient({ world, client, actor, call }: Turn): Promise<Move | undefined> {
  const project = pick(world.projects, call.a);
  const one = pick(world.clients, call.b);
  if (!project || !one) return undefined;
  const answer = await client
    .from("projects")
    .update({ client_id: one.id })
    .eq("id", project.id)
    .select("id");
  const isAllowed =
    seesProject(project, actor.id) && holds(project.organization, actor.id, "projects.write");
  const fits = one.organization === project.organization;
  return {
    expected: isAllowed && !fits ? "23503" : reach(project.organization, isAllowed),
    actual: reachOfAnswer(answer),
    apply: () => {
      project.client = one.id;
    },
  };
}

export const clientCalls: Record<string, Kind> = { insertClient, deleteClient, chooseClient };
