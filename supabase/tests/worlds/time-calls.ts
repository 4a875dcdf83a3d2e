import { taskStatisticsSchema } from "@flowdesk/types/statistics";
import type { Kind, Move, Turn } from "./game.ts";
import { codeOfAnswer, pick, reachOfAnswer } from "./game.ts";
import {
  admission,
  entryCode,
  holds,
  isHidden,
  type ProjectState,
  permissionsOf,
  REFUSED,
  reach,
  readOnlyCode,
  seesTask,
  type TimeState,
  type WorldState,
} from "./model.ts";

const hour = (hours: number) => `2026-01-05T${String(hours).padStart(2, "0")}:00:00Z`;

/** One or two hours of a short day, so that people often meet themselves. */
function hoursOf(number: number): readonly [number, number] {
  const from = 9 + (number % 5);
  return [from, from + 1 + (number % 2)];
}

function mayBook(project: ProjectState, actor: string, person: string): boolean {
  const { organization } = project;
  return (
    !isHidden(project, actor) &&
    (holds(organization, actor, "time.manage") ||
      (actor === person && holds(organization, actor, "time.track")))
  );
}

/** Whether the person has other time then, in the same organization. */
function overlaps(
  { time }: WorldState,
  project: ProjectState,
  person: string,
  [from, to]: readonly [number, number],
  except?: TimeState,
): boolean {
  return time.some(
    (each) =>
      each !== except &&
      each.person === person &&
      each.project.organization === project.organization &&
      each.hours !== undefined &&
      each.hours[0] < to &&
      from < each.hours[1],
  );
}

async function bookTime(turn: Turn): Promise<Move | undefined> {
  const { world, client, actor, organization, call } = turn;
  const project = pick(world.projects, call.a);
  const person = call.b % 3 === 0 ? pick(world.people, call.b) : actor;
  if (!project || !person) return undefined;
  const hours = hoursOf(call.b);
  const id = crypto.randomUUID();
  const answer = await client.from("time_entries").insert({
    organization_id: organization.id,
    project_id: project.id,
    user_id: person.id,
    started_at: hour(hours[0]),
    ended_at: hour(hours[1]),
    description: id,
  });
  const [created] = await turn.game.db.all<{ id: string }>(
    "select id from time_entries where description = $1",
    [id],
  );
  const expected = () => {
    if (project.organization !== organization || !mayBook(project, actor.id, person.id)) {
      return REFUSED;
    }
    if (!organization.people.has(person.id)) return "23503";
    return (
      readOnlyCode(organization) ??
      (overlaps(world, project, person.id, hours) ? "time_overlap" : "succeeded")
    );
  };
  return {
    expected: expected(),
    actual: codeOfAnswer(answer),
    apply: () => {
      if (!created) return;
      world.time.push({ id: created.id, project, person: person.id, hours, isRunning: false });
    },
  };
}

async function moveTime({ world, client, actor, call }: Turn): Promise<Move | undefined> {
  const entry = pick(world.time, call.a);
  if (!entry?.hours) return undefined;
  const hours = hoursOf(call.b);
  const answer = await client
    .from("time_entries")
    .update({ started_at: hour(hours[0]), ended_at: hour(hours[1]) })
    .eq("id", entry.id)
    .select("id");
  const { project, person } = entry;
  const isFree = !overlaps(world, project, person, hours, entry);
  return {
    expected: mayBook(project, actor.id, person)
      ? (readOnlyCode(project.organization) ?? (isFree ? "1 rows" : "time_overlap"))
      : "0 rows",
    actual: reachOfAnswer(answer),
    apply: () => {
      entry.hours = hours;
    },
  };
}

async function deleteTime({ world, client, actor, call }: Turn): Promise<Move | undefined> {
  const entry = pick(world.time, call.a);
  if (!entry) return undefined;
  const answer = await client.from("time_entries").delete().eq("id", entry.id).select("id");
  return {
    expected: reach(entry.project.organization, mayBook(entry.project, actor.id, entry.person)),
    actual: reachOfAnswer(answer),
    apply: () => {
      world.time.splice(world.time.indexOf(entry), 1);
    },
  };
}

async function startTimer({ world, client, actor, organization, call }: Turn) {
  const project = pick(world.projects, call.a);
  if (!project) return undefined;
  const answer = await client.rpc("start_timer", {
    organization_id: organization.id,
    project_id: project.id,
  });
  const isThere = project.organization === organization && !isHidden(project, actor.id);
  return {
    expected:
      entryCode(organization, actor.id, "time.track") ??
      (isThere ? "succeeded" : "project_not_found"),
    actual: codeOfAnswer(answer),
    apply: () => {
      for (const entry of world.time) if (entry.person === actor.id) entry.isRunning = false;
      world.time.push({
        id: answer.data?.id ?? "",
        project,
        person: actor.id,
        hours: undefined,
        isRunning: true,
      });
    },
  };
}

/** Everybody's own, wherever it runs. */
async function stopTimer({ world, client, actor }: Turn): Promise<Move> {
  const running = world.time.find(({ person, isRunning }) => person === actor.id && isRunning);
  const answer = await client.rpc("stop_timer");
  return {
    expected: running ? "succeeded" : "timer_not_running",
    actual: codeOfAnswer(answer),
    apply: () => {
      if (running) running.isRunning = false;
    },
  };
}

async function setRate({ world, client, actor, organization, call, game }: Turn): Promise<Move> {
  const project = call.b % 2 === 0 ? pick(world.projects, call.a) : undefined;
  const amount = 1_000_000 + world.rates.length + call.a * 1_000 + game.count++;
  const answer = await client.from("rates").insert({
    organization_id: organization.id,
    project_id: project?.id ?? null,
    amount_minor: amount,
    currency: "EUR",
    // A day of its own.
    valid_from: new Date(86_400_000 * (20_000 + game.count)).toISOString().slice(0, 10),
  });
  const [created] = await game.db.all<{ id: string }>(
    "select id from rates where organization_id = $1 and amount_minor = $2",
    [organization.id, amount],
  );
  const isAllowed =
    holds(organization, actor.id, "rates.manage") &&
    (project === undefined ||
      (project.organization === organization && !isHidden(project, actor.id)));
  return {
    expected: admission(organization, isAllowed),
    actual: codeOfAnswer(answer),
    apply: () => {
      if (created) world.rates.push({ id: created.id, organization, project });
    },
  };
}

async function askValue({ client, actor, organization }: Turn): Promise<Move> {
  const answer = await client.rpc("time_value", {
    organization_id: organization.id,
    from_date: "2026-01-01",
    to_date: "2026-01-31",
  });
  const held = permissionsOf(organization, actor.id);
  return {
    expected:
      held.size === 0
        ? "organization_not_found"
        : held.has("rates.read")
          ? "answered"
          : "permission_missing",
    actual: answer.error ? codeOfAnswer(answer) : "answered",
  };
}

async function askStatistics({ world, client, actor, organization }: Turn): Promise<Move> {
  const { data, error } = await client.rpc("task_statistics", {
    organization_id: organization.id,
  });
  const seen = world.tasks.filter(
    (task) => task.project.organization === organization && seesTask(task, actor.id),
  );
  const { total, unassigned, completed } = error
    ? { total: 0, unassigned: 0, completed: 0 }
    : taskStatisticsSchema.parse(data);
  return {
    actual: error ? codeOfAnswer({ error }) : { total, unassigned, completed },
    expected: holds(organization, actor.id, "tasks.read")
      ? {
          total: seen.length,
          unassigned: seen.filter(({ assignee, isDone }) => assignee === null && !isDone).length,
          completed: seen.filter(({ isDone }) => isDone).length,
        }
      : "organization_not_found",
  };
}

export const timeCalls: Record<string, Kind> = {
  bookTime,
  moveTime,
  deleteTime,
  startTimer,
  stopTimer,
  setRate,
  askValue,
  askStatistics,
};
