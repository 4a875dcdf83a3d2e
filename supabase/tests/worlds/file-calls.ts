import type { Client } from "../helpers/api.ts";
import type { Kind, Move, Turn } from "./game.ts";
import { codeOfAnswer, nextName, pick, reachOfAnswer } from "./game.ts";
import {
  admission,
  type FileState,
  holds,
  reach,
  readOnlyCode,
  seesTask,
  type TaskState,
  type WorldState,
} from "./model.ts";

const bucket = "attachments";
const content = new Blob(["Text"], { type: "text/plain" });
const longer = new Blob(["Another text"], { type: "text/plain" });

interface Attached {
  task: TaskState;
  file: FileState;
}

function filesOf({ tasks }: WorldState): Attached[] {
  return tasks.flatMap((task) => task.files.map((file) => ({ task, file })));
}

/** Places where no row says that there is a file. */
const forgeries: readonly ((path: string) => string)[] = [
  (path) => `${path}.txt`,
  (path) => path.toUpperCase(),
  (path) => path.split("/").slice(1).join("/"),
  (path) => `${path.split("/")[0]}/x.txt`,
  (path) => path.replace(/[^/]*$/, ""),
];

/** To any task; sometimes under another organization's name, sometimes a program. */
async function announceFile(turn: Turn): Promise<Move | undefined> {
  const { world, client, actor, call, game } = turn;
  const task = pick(world.tasks, call.a);
  if (!task) return undefined;
  const organization = call.b % 4 === 3 ? turn.organization : task.project.organization;
  const isProgram = call.b % 8 === 6;
  const name = `${nextName(turn, "File")}.${isProgram ? "exe" : "txt"}`;
  const answer = await client.from("attachments").insert({
    organization_id: organization.id,
    task_id: task.id,
    name,
    mime_type: content.type,
    size_bytes: content.size,
  });
  const isAllowed =
    task.project.organization === organization &&
    holds(organization, actor.id, "files.write") &&
    seesTask(task, actor.id);
  const created = await game.db.all<{ id: string; path: string }>(
    "select id, path from attachments where task_id = $1 and name = $2",
    [task.id, name],
  );
  return {
    expected: isAllowed && isProgram ? "file_type_refused" : admission(organization, isAllowed),
    actual: codeOfAnswer(answer),
    apply: () =>
      created.forEach(({ id, path }) => {
        task.files.push({ id, path, sender: actor.id, isStored: false });
      }),
  };
}

/** By anybody, to the right place or a forged one; every second time by the sender, or hardly any would arrive. */
async function sendFile(turn: Turn): Promise<Move | undefined> {
  const { world, game, call } = turn;
  const attached = pick(filesOf(world), call.a);
  if (!attached) return undefined;
  const { task, file } = attached;
  const sender = world.people.find(({ id }) => id === file.sender);
  const actor = (call.b % 2 === 0 && sender) || turn.actor;
  const client = game.clients.get(actor.id) ?? turn.client;
  const forge = call.b % 5 === 4 ? pick(forgeries, call.b) : undefined;
  const isFit = call.b % 7 !== 6;
  const { error } = await client.storage
    .from(bucket)
    .upload(forge?.(file.path) ?? file.path, isFit ? content : longer, {
      upsert: call.b % 11 === 10,
    });
  const { organization } = task.project;
  const isAllowed =
    !forge &&
    isFit &&
    !file.isStored &&
    actor.id === file.sender &&
    seesTask(task, actor.id) &&
    holds(organization, actor.id, "files.write") &&
    readOnlyCode(organization) === undefined;
  return {
    expected: isAllowed ? "succeeded" : "refused",
    actual: error ? "refused" : "succeeded",
    apply: () => {
      file.isStored = true;
    },
  };
}

/** Whether a client gets at a file, by each way there is. */
const ways: readonly ((client: Client, path: string) => Promise<boolean>)[] = [
  async (client, path) => {
    const { data } = await client.storage.from(bucket).download(path);
    return data !== null && (await data.text()) === "Text";
  },
  async (client, path) => {
    const { data } = await client.storage.from(bucket).createSignedUrl(path, 60);
    return data !== null && (await (await fetch(data.signedUrl)).text()) === "Text";
  },
  async (client, path) =>
    (await client.storage.from(bucket).createSignedUrls([path], 60)).data?.[0]?.error === null,
  async (client, path) => (await client.storage.from(bucket).info(path)).error === null,
  async (client, path) => (await client.storage.from(bucket).exists(path)).data === true,
  async (client, path) => {
    const folder = path.split("/").slice(0, -1).join("/");
    return (await client.storage.from(bucket).list(folder)).data?.length === 1;
  },
];

async function readFile({ game, world, client, actor, call }: Turn): Promise<Move | undefined> {
  const attached = pick(filesOf(world), call.a);
  const way = pick(ways, call.b);
  if (!attached || !way) return undefined;
  const { task, file } = attached;
  const isVisitor = call.b % 13 === 12;
  return {
    expected: file.isStored && !isVisitor && seesTask(task, actor.id),
    actual: await way(isVisitor ? game.visitor : client, file.path),
  };
}

/** Through Storage nobody removes, moves or, without a row for the copy, copies anything. */
async function tamperWithFile({ world, client, call }: Turn): Promise<Move | undefined> {
  const attached = pick(filesOf(world), call.a);
  if (!attached) return undefined;
  const { path } = attached.file;
  const storage = client.storage.from(bucket);
  const forge = pick(forgeries, call.b);
  const target = forge?.(path) ?? "x";
  const tries = [
    async () => (await storage.remove([path])).data?.length === 1,
    async () => (await storage.move(path, target)).error === null,
    async () => (await storage.copy(path, target)).error === null,
    async () => (await storage.createSignedUploadUrl(target)).error === null,
  ];
  const attempt = pick(tries, call.b);
  return attempt && { expected: false, actual: await attempt() };
}

async function deleteFile({ world, client, actor, call }: Turn): Promise<Move | undefined> {
  const attached = pick(filesOf(world), call.a);
  if (!attached) return undefined;
  const { task, file } = attached;
  const { organization } = task.project;
  const answer = await client.from("attachments").delete().eq("id", file.id).select("id");
  const isOwn = file.sender === actor.id;
  const isAllowed =
    seesTask(task, actor.id) &&
    (file.isStored || isOwn) &&
    (holds(organization, actor.id, "tasks.write") ||
      (isOwn && holds(organization, actor.id, "files.write")));
  return {
    expected: reach(organization, isAllowed),
    actual: reachOfAnswer(answer),
    apply: () => {
      task.files = task.files.filter((each) => each !== file);
    },
  };
}

export const fileCalls: Record<string, Kind> = {
  announceFile,
  sendFile,
  readFile,
  tamperWithFile,
  deleteFile,
};
