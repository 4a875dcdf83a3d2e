import { builtinRoles, defaultPermissions, permissions } from "@flowdesk/types/permissions";
import fc from "fast-check";
import { serviceClient } from "../helpers/api.ts";
import { committed } from "../helpers/crossing.ts";
import type { Database } from "../helpers/database.ts";
import {
  addMember,
  createAttachment,
  createClient,
  createComment,
  createLabel,
  createOrganization,
  createProject,
  createTask,
  createUser,
} from "../helpers/rows.ts";
import {
  newTask,
  type OrganizationState,
  type ProjectState,
  seesTask,
  type WorldState,
} from "./model.ts";

const PEOPLE = 6;

/** What is random about a world before anybody acts. Person 0 owns the first organization, person 1 the second. */
export const planOfWorld = fc.record({
  /** For each organization, what each person is there. */
  members: fc.array(
    fc.array(fc.constantFrom("none", ...builtinRoles, "odd", "suspended"), {
      minLength: PEOPLE,
      maxLength: PEOPLE,
    }),
    { minLength: 2, maxLength: 2 },
  ),
  /** What the role "odd" holds. */
  odd: fc.array(fc.subarray([...permissions]), { minLength: 2, maxLength: 2 }),
  /** Who is in each private project. */
  inside: fc.array(fc.subarray([0, 1, 2, 3, 4, 5]), { minLength: 2, maxLength: 2 }),
  /** Who reported each task. */
  reporters: fc.array(fc.nat(PEOPLE - 1), { minLength: 8, maxLength: 8 }),
});
export type PlanOfWorld = typeof planOfWorld extends fc.Arbitrary<infer Plan> ? Plan : never;

/** Sends the bytes of every second file, as an operator may. */
async function sendFiles({ tasks }: WorldState): Promise<void> {
  for (const { files } of tasks.slice(0, tasks.length / 2)) {
    for (const file of files) {
      const { error } = await serviceClient()
        .storage.from("attachments")
        .upload(file.path, new Blob(["Text"], { type: "text/plain" }));
      if (error) throw error;
      file.isStored = true;
    }
  }
}

/** Lays a world down, committed, beside those that are there; tells what is in it. */
export async function createRandomWorld(db: Database, plan: PlanOfWorld): Promise<WorldState> {
  const created = await committed(db, async () => {
    const people = [];
    for (let n = 0; n < PEOPLE; n++) people.push(await createUser(db, `Person ${n}`));
    const organizations: OrganizationState[] = [];
    const projects: ProjectState[] = [];
    for (const index of [0, 1]) {
      const organization = await createOrganization(db, { name: `World ${index}` });
      const odd = plan.odd[index] ?? [];
      await db.count("insert into roles (organization_id, key, name) values ($1, 'odd', 'Odd')", [
        organization.id,
      ]);
      await db.count(
        "insert into role_permissions (organization_id, role, permission) select $1, 'odd', unnest($2::text[])",
        [organization.id, odd],
      );
      const state: OrganizationState = {
        id: organization.id,
        name: `World ${index}`,
        isActive: true,
        isDeleted: false,
        roles: new Map<string, ReadonlySet<string>>([
          ...builtinRoles.map((role) => [role, defaultPermissions[role]] as const),
          ["odd", new Set(odd)],
        ]),
        members: new Map(),
        people: new Set(),
      };
      for (const [n, person] of people.entries()) {
        const is = n === index ? "owner" : (plan.members[index]?.[n] ?? "none");
        if (is === "none") continue;
        const role = is === "suspended" ? "admin" : is;
        const isActive = is !== "suspended";
        await addMember(db, organization, person, role, isActive);
        state.members.set(person.id, { role, isActive });
        state.people.add(person.id);
      }
      organizations.push(state);
      for (const visibility of ["organization", "private"]) {
        const isPrivate = visibility === "private";
        const members = isPrivate
          ? people.filter(
              ({ id }, n) => plan.inside[index]?.includes(n) && state.members.get(id)?.isActive,
            )
          : [];
        const project = await createProject(db, organization, { visibility, members });
        projects.push({
          id: project.id,
          organization: state,
          isPrivate,
          members: new Set(members.map(({ id }) => id)),
          client: null,
        });
      }
    }
    const world: WorldState = {
      people,
      organizations,
      projects,
      tasks: [],
      invitations: [],
      clients: [],
      labels: [],
      views: [],
      time: [],
      rates: [],
    };
    for (const organization of organizations) {
      const place = { id: organization.id, slug: "" };
      world.clients.push({ ...(await createClient(db, place)), organization });
      world.labels.push({ ...(await createLabel(db, place)), organization });
    }
    for (const [n, reporterIndex] of plan.reporters.entries()) {
      const project = projects[n % projects.length];
      const reporter = people[reporterIndex];
      if (!project || !reporter) continue;
      const title = `Task ${n}`;
      const row = await createTask(
        db,
        { id: project.id, organization_id: project.organization.id, key: "" },
        { title, reporter },
      );
      const task = newTask(project, { id: row.id, title, reporter: reporter.id });
      const body = `About ${title}`;
      const comment = await createComment(db, row, { body, author: reporter });
      task.comments.push({ id: comment.id, author: reporter.id, body, mentions: new Set() });
      if (seesTask(task, reporter.id)) task.watchers.add(reporter.id);
      const { id, path } = await createAttachment(db, row, { isAwaited: true });
      task.files.push({ id, path, sender: null, isStored: false });
      world.tasks.push(task);
    }
    return world;
  });
  await sendFiles(created);
  return created;
}
