import { buildMention } from "@flowdesk/types/comments";
import type { Kind, Move, Turn } from "./game.ts";
import { codeOfAnswer, nextName, pick, reachOfAnswer } from "./game.ts";
import {
  admission,
  type CommentState,
  holds,
  REFUSED,
  reach,
  seesTask,
  type TaskState,
  type WorldState,
} from "./model.ts";

interface Said {
  task: TaskState;
  comment: CommentState;
}

function commentsOf({ tasks }: WorldState): Said[] {
  return tasks.flatMap((task) => task.comments.map((comment) => ({ task, comment })));
}

/** A new text that mentions somebody, and whom it then has to mention. */
function compose(turn: Turn, task: TaskState | undefined) {
  const person = pick(turn.world.people, turn.call.b);
  const body = nextName(turn, person ? buildMention({ userId: person.id, name: "You" }) : "Hello");
  const isReader = task !== undefined && person !== undefined && seesTask(task, person.id);
  return { body, mentions: new Set(isReader ? [person.id] : []) };
}

/** On any task; sometimes under another organization's name. */
async function comment(turn: Turn): Promise<Move | undefined> {
  const { world, client, actor, call, game } = turn;
  const task = pick(world.tasks, call.a);
  if (!task) return undefined;
  const organization = call.b % 4 === 3 ? turn.organization : task.project.organization;
  const { body, mentions } = compose(turn, task);
  const answer = await client
    .from("comments")
    .insert({ organization_id: organization.id, task_id: task.id, body });
  const isAllowed =
    task.project.organization === organization &&
    holds(organization, actor.id, "comments.write") &&
    seesTask(task, actor.id);
  const created = await game.db.all<{ id: string }>(
    "select id from comments where task_id = $1 and body = $2",
    [task.id, body],
  );
  return {
    expected: isAllowed ? admission(organization, true) : REFUSED,
    actual: codeOfAnswer(answer),
    apply: () =>
      created.forEach(({ id }) => {
        task.comments.push({ id, author: actor.id, body, mentions });
        for (const person of [actor.id, ...mentions]) task.watchers.add(person);
      }),
  };
}

/** Every second time it is the author, or hardly anything would ever be edited. */
async function editComment(turn: Turn): Promise<Move | undefined> {
  const { world, game, call } = turn;
  const said = pick(commentsOf(world), call.a);
  if (!said) return undefined;
  const author = world.people.find(({ id }) => id === said.comment.author);
  const actor = (call.b % 2 === 0 && author) || turn.actor;
  const client = game.clients.get(actor.id) ?? turn.client;
  const { organization } = said.task.project;
  const { body, mentions } = compose(turn, said.task);
  const answer = await client
    .from("comments")
    .update({ body })
    .eq("id", said.comment.id)
    .select("id");
  const isAllowed =
    seesTask(said.task, actor.id) &&
    said.comment.author === actor.id &&
    holds(organization, actor.id, "comments.write");
  return {
    expected: reach(organization, isAllowed),
    actual: reachOfAnswer(answer),
    apply: () => {
      // Who was mentioned before may have stopped watching.
      const { task, comment } = said;
      for (const person of mentions.difference(comment.mentions)) task.watchers.add(person);
      Object.assign(comment, { body, mentions });
    },
  };
}

async function deleteComment({ world, client, actor, call }: Turn): Promise<Move | undefined> {
  const said = pick(commentsOf(world), call.a);
  if (!said) return undefined;
  const { task, comment } = said;
  const { organization } = task.project;
  const answer = await client.from("comments").delete().eq("id", comment.id).select("id");
  const isOwn = comment.author === actor.id && holds(organization, actor.id, "comments.write");
  const isAllowed =
    seesTask(task, actor.id) && (isOwn || holds(organization, actor.id, "comments.moderate"));
  return {
    expected: reach(organization, isAllowed),
    actual: reachOfAnswer(answer),
    apply: () => {
      task.comments = task.comments.filter((each) => each !== comment);
    },
  };
}

/** What follows from comments, which nobody writes by hand. */
async function forgeHistory({ world, client, actor, call }: Turn): Promise<Move | undefined> {
  const said = pick(commentsOf(world), call.a);
  if (!said) return undefined;
  const row = {
    organization_id: said.task.project.organization.id,
    project_id: said.task.project.id,
    task_id: said.task.id,
    comment_id: said.comment.id,
  };
  const forgeries = [
    () => client.from("comment_mentions").insert({ ...row, user_id: actor.id }),
    () => client.from("comment_mentions").delete().eq("comment_id", row.comment_id),
    () =>
      client
        .from("comment_revisions")
        .insert({ ...row, comment_version: 9, body: "X", written_at: "2026-01-01T00:00:00Z" }),
    () => client.from("comment_revisions").update({ body: "X" }).eq("comment_id", row.comment_id),
    () => client.from("comments").update({ author_id: actor.id }).eq("id", row.comment_id),
    () =>
      client.from("comments").insert({
        organization_id: row.organization_id,
        task_id: row.task_id,
        body: "X",
        author_id: actor.id,
      }),
  ];
  const attempt = pick(forgeries, call.b);
  return attempt && { expected: REFUSED, actual: codeOfAnswer(await attempt()) };
}

export const commentCalls: Record<string, Kind> = {
  comment,
  editComment,
  deleteComment,
  forgeHistory,
};
