import { permissions } from "@flowdesk/types/permissions";
import fc from "fast-check";
import { expect, test } from "vitest";
import { connect, type Database } from "../helpers/database.ts";
import { clientCalls } from "./client-calls.ts";
import { commentCalls } from "./comment-calls.ts";
import { createRandomWorld, type PlanOfWorld, planOfWorld } from "./create-world.ts";
import { fileCalls } from "./file-calls.ts";
import { describeDatabase, describeModel } from "./final-state.ts";
import { type Call, type Game, type Kind, pick, randomCalls } from "./game.ts";
import { invitationCalls } from "./invitation-calls.ts";
import { peopleCalls } from "./people-calls.ts";
import { pictureCalls } from "./picture-calls.ts";
import { clientOf } from "./players.ts";
import { readCalls } from "./read-calls.ts";
import { rowCalls } from "./row-calls.ts";
import { searchCalls } from "./search-calls.ts";
import { taskCalls } from "./task-calls.ts";
import { timeCalls } from "./time-calls.ts";
import { createNeighbour, type Neighbour, trespassCalls } from "./trespass-calls.ts";

const kinds: Record<string, Kind> = {
  ...readCalls,
  ...rowCalls,
  ...taskCalls,
  ...clientCalls,
  ...searchCalls,
  ...peopleCalls,
  ...timeCalls,
  ...invitationCalls,
  ...commentCalls,
  ...fileCalls,
  ...pictureCalls,
  ...trespassCalls,
};

/** Reading shows most, and an invitation needs several calls before anything comes of it. */
const oftener = [
  ...Array<string>(8).fill("readTable"),
  ...Array<string>(8).fill("trespass"),
  ...Array<string>(3).fill("searchForTask"),
  ...Array<string>(6).fill("invite"),
  ...Array<string>(4).fill("accept"),
  "changeRole",
  "fillRole",
  "restoreMember",
  "comment",
  "announceFile",
  ...Array<string>(3).fill("sendFile"),
  ...Array<string>(2).fill("readFile"),
];

/** `npm run fuzz -- --calls N --seed S` sets both; without it every run takes another seed. */
const wanted = Number(process.env.FUZZ_CALLS ?? 2_000);
const firstSeed = Number(process.env.FUZZ_SEED ?? Math.floor(Math.random() * 2 ** 31));

/** Plays one game; throws where database and model part. Tells how many calls were made. */
async function play(
  db: Database,
  neighbour: Neighbour,
  plan: PlanOfWorld,
  calls: readonly Call[],
): Promise<number> {
  const world = await createRandomWorld(db, plan);
  const game: Game = {
    world,
    db,
    clients: new Map(world.people.map((person) => [person.id, clientOf(person)])),
    visitor: clientOf(),
    neighbour,
    count: 0,
  };
  let made = 0;
  try {
    for (const call of calls) {
      const actor = pick(world.people, call.actor);
      const organization = pick(world.organizations, call.organization);
      const client = actor && game.clients.get(actor.id);
      if (!actor || !organization || !client) continue;
      const move = await kinds[call.kind]?.({ game, world, actor, client, organization, call });
      if (!move) continue;
      made += 1;
      expect(move.actual, `${call.kind}, call ${made}`).toEqual(move.expected);
      if (move.expected === "succeeded" || move.expected === "1 rows") move.apply?.();
    }
    expect(await describeDatabase(db, world)).toEqual(describeModel(world));
  } finally {
    for (const client of game.clients.values()) await client.realtime.disconnect();
  }
  return made;
}

// One game after the other until enough calls were made. A failing one prints its seed and the shortest game that
// still fails; `npm run fuzz -- --seed <that seed>` plays it again.
test(`${wanted} random calls do what the model says (seed ${firstSeed})`, {
  timeout: 60_000 + wanted * 100,
}, async () => {
  await using db = await connect();
  const neighbour = await createNeighbour(db);
  const calls = randomCalls([...Object.keys(kinds), ...oftener], permissions);
  let made = 0;
  for (let seed = firstSeed; made < wanted; seed += 1) {
    await fc.assert(
      fc.asyncProperty(planOfWorld, calls, async (plan, game) => {
        made += await play(db, neighbour, plan, game);
      }),
      { seed, numRuns: 1 },
    );
  }
  expect(made).toBeGreaterThanOrEqual(wanted);
});
