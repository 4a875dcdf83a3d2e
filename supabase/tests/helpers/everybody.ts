import { describe, expect } from "vitest";
import { asService, type Database } from "./database.ts";
import { expectNothing } from "./outcomes.ts";
import { test } from "./test.ts";
import { type Actor, actors, asActor, type World } from "./world.ts";

interface Command {
  /** Who succeeds; everybody else must be refused, or reach nothing. */
  allowed: readonly Actor[];
  /** Set-up before the command, as the service. */
  given?: (db: Database, world: World, actor: Actor) => Promise<unknown>;
  /** The command; tells how many rows it returned or changed. */
  act: (db: Database, world: World, actor: Actor) => Promise<number>;
  /** What a refused command must have left alone, read as the service. Not needed for reading. */
  untouched?: (db: Database, world: World) => Promise<unknown>;
}

/** One test per actor: those allowed can do it, all others cannot, and then nothing has changed. */
export function everybody(does: string, command: Command): void {
  const { allowed, given, act, untouched } = command;
  describe(does, () => {
    test.for(actors)(`%s ${does}, exactly if allowed`, async (actor, { db, world }) => {
      await given?.(db, world, actor);
      const look = async () => (untouched ? asService(db, () => untouched(db, world)) : null);
      const before = await look();
      const attempt = asActor(db, world, actor, () => act(db, world, actor));
      if (allowed.includes(actor)) {
        expect(await attempt).toBeGreaterThan(0);
        if (untouched) expect(await look()).not.toEqual(before);
      } else {
        await expectNothing(attempt);
        expect(await look()).toEqual(before);
      }
    });
  });
}
