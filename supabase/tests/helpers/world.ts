import { asAnon, asUser, type Database, type User } from "./database.ts";
import {
  createMember,
  createOrganization,
  createProject,
  createTask,
  type Organization,
  type Project,
  type Task,
} from "./rows.ts";

/** Everybody a rule has to say something about. `stranger` owns another organization, `suspended` was an admin. */
export const actors = [
  "owner",
  "admin",
  "manager",
  "member",
  "viewer",
  "suspended",
  "stranger",
  "anon",
] as const;

export type Actor = (typeof actors)[number];

export interface World {
  acme: Organization;
  globex: Organization;
  people: Record<Exclude<Actor, "anon">, User>;
  /** A project of acme that all of acme may see, with a task that nobody of the five reported. */
  open: Project;
  openTask: Task;
  /** A private project of acme. Of those without projects.read_private, only `insider` is in it. */
  secret: Project;
  secretTask: Task;
  /** A second manager of acme. */
  insider: User;
  foreign: Project;
  foreignTask: Task;
}

export async function createWorld(db: Database): Promise<World> {
  const acme = await createOrganization(db, { name: "Acme" });
  const globex = await createOrganization(db, { name: "Globex" });
  const people = {
    owner: await createMember(db, acme, "owner"),
    admin: await createMember(db, acme, "admin"),
    manager: await createMember(db, acme, "manager"),
    member: await createMember(db, acme, "member"),
    viewer: await createMember(db, acme, "viewer"),
    suspended: await createMember(db, acme, "admin", { is_active: false }),
    stranger: await createMember(db, globex, "owner"),
  };
  const insider = await createMember(db, acme, "manager");
  const open = await createProject(db, acme, { name: "Open" });
  const secret = await createProject(db, acme, {
    name: "Secret",
    visibility: "private",
    members: [insider],
  });
  const foreign = await createProject(db, globex, { name: "Foreign" });
  return {
    acme,
    globex,
    people,
    open,
    openTask: await createTask(db, open, { title: "Open task", reporter: insider }),
    secret,
    secretTask: await createTask(db, secret, { title: "Secret task", reporter: insider }),
    insider,
    foreign,
    foreignTask: await createTask(db, foreign, { title: "Foreign task" }),
  };
}

/** Runs `work` as one of the actors. */
export function asActor<Result>(
  db: Database,
  world: World,
  actor: Actor,
  work: (db: Database) => Promise<Result>,
): Promise<Result> {
  return actor === "anon" ? asAnon(db, work) : asUser(db, world.people[actor], work);
}
