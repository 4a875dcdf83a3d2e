import type { Kind, Move, Turn } from "./game.ts";
import { nextName, pick } from "./game.ts";
import { holds, readOnlyCode } from "./model.ts";

const picture = new Blob(["not really"], { type: "image/png" });

/** Puts a picture into a folder, sees it in the list, and takes it away again; tells what of it went. */
async function tryFolder(turn: Turn, bucket: string, folder: string): Promise<string> {
  const storage = turn.client.storage.from(bucket);
  const name = `${nextName(turn, "picture").replace(" ", "-")}.png`;
  const path = `${folder}/${name}`;
  const { error } = await storage.upload(path, picture);
  if (error) return "refused";
  const { data: listed } = await storage.list(folder, { search: name });
  const { data: removed } = await storage.remove([path]);
  return `stored, ${listed?.length} listed, ${removed?.length} removed`;
}

const DONE = "stored, 1 listed, 1 removed";

async function putAvatar(turn: Turn): Promise<Move | undefined> {
  const { world, actor, call } = turn;
  const person = pick(world.people, call.a);
  if (!person) return undefined;
  const isDeep = call.b % 4 === 3;
  const folder = isDeep ? `${person.id}/deeper` : person.id;
  return {
    expected: person === actor && !isDeep ? DONE : "refused",
    actual: await tryFolder(turn, "avatars", folder),
  };
}

async function putLogo(turn: Turn): Promise<Move> {
  const { actor, organization, call } = turn;
  const isDeep = call.b % 4 === 3;
  const isAllowed =
    !isDeep &&
    holds(organization, actor.id, "organization.update") &&
    holds(organization, actor.id, "organization.read") &&
    readOnlyCode(organization) === undefined;
  return {
    expected: isAllowed ? DONE : "refused",
    actual: await tryFolder(turn, "logos", isDeep ? `${organization.id}/deeper` : organization.id),
  };
}

export const pictureCalls: Record<string, Kind> = { putAvatar, putLogo };
