import fc from "fast-check";
import type { Client } from "../helpers/api.ts";
import type { Database, User } from "../helpers/database.ts";
import type { OrganizationState, WorldState } from "./model.ts";
import type { Neighbour } from "./trespass-calls.ts";

/** One random call. Numbers choose among what is there when its turn comes, so that any part of a game can be left out. */
export interface Call {
  kind: string;
  /** One of the people. */
  actor: number;
  organization: number;
  a: number;
  b: number;
  permissions: string[];
}

/** What happened, what the model says should have, and what the model then becomes. */
export interface Move {
  expected: unknown;
  actual: unknown;
  /** Runs if both agree and the call changed something. */
  apply?: () => void;
}

export interface Game {
  world: WorldState;
  /** As the owner of the schema, to look ids up and to act as an operator. */
  db: Database;
  clients: ReadonlyMap<string, Client>;
  visitor: Client;
  neighbour: Neighbour;
  /** For names that are found again. */
  count: number;
}

/** A call in its game, with what its numbers chose. */
export interface Turn {
  game: Game;
  world: WorldState;
  actor: User;
  client: Client;
  organization: OrganizationState;
  call: Call;
}

/** Undefined: there is nothing yet to do this to. */
export type Kind = (turn: Turn) => Promise<Move | undefined>;

export function pick<Item>(items: readonly Item[], number: number): Item | undefined {
  return items.length > 0 ? items[number % items.length] : undefined;
}

/** The next name that nothing in the database has yet. */
export function nextName(turn: Turn, prefix: string): string {
  turn.game.count += 1;
  return `${prefix} ${turn.game.count}`;
}

export function randomCalls(kinds: readonly string[], permissions: readonly string[]) {
  const call: fc.Arbitrary<Call> = fc.record({
    kind: fc.constantFrom(...kinds),
    actor: fc.nat(5),
    organization: fc.nat(1),
    a: fc.nat(97),
    b: fc.nat(97),
    permissions: fc.subarray([...permissions], { maxLength: 8 }),
  });
  return fc.noBias(fc.array(call, { maxLength: 120, size: "max" }));
}

interface Answer {
  error: { code?: string; message: string } | null;
}

/** The code of a failed call, "succeeded" of any other. */
export function codeOfAnswer({ error }: Answer): string {
  return error ? error.code || error.message : "succeeded";
}

/** The code of a failed update or delete, else how many rows it reached. */
export function reachOfAnswer(answer: Answer & { data: unknown[] | null }): string {
  return answer.error ? codeOfAnswer(answer) : `${answer.data?.length ?? 0} rows`;
}
