import type { User } from "../helpers/database.ts";

/** What the database should hold and answer, in the words of docs/permissions.md and not of its policies. */

export interface OrganizationState {
  id: string;
  name: string;
  isActive: boolean;
  isDeleted: boolean;
  /** What each role holds, by key. */
  roles: Map<string, ReadonlySet<string>>;
  members: Map<string, { role: string; isActive: boolean }>;
  /** Everybody who is or ever was a member. */
  people: Set<string>;
}

export interface ProjectState {
  id: string;
  organization: OrganizationState;
  isPrivate: boolean;
  members: Set<string>;
  client: string | null;
}

/** A client or a label: there in an organization, no more. */
export interface ThingState {
  id: string;
  organization: OrganizationState;
}

export interface ViewState extends ThingState {
  project: ProjectState | null;
  owner: string;
  isShared: boolean;
}

export interface CommentState {
  id: string;
  author: string | null;
  body: string;
  /** Whoever it mentions could see the task when it did. */
  mentions: Set<string>;
}

export interface FileState {
  id: string;
  path: string;
  /** Null: it came with the world. */
  sender: string | null;
  isStored: boolean;
}

export interface TaskState {
  id: string;
  project: ProjectState;
  title: string;
  reporter: string | null;
  assignee: string | null;
  isDone: boolean;
  labels: Set<string>;
  watchers: Set<string>;
  waitsFor: Set<TaskState>;
  comments: CommentState[];
  files: FileState[];
}

export interface InvitationState {
  id: string;
  token: string;
  organization: OrganizationState;
  email: string;
  role: string | null;
  status: string;
  inviter: string;
}

export interface TimeState {
  id: string;
  project: ProjectState;
  person: string;
  /** From which hour to which, of one day; undefined if it was a timer. */
  hours: readonly [number, number] | undefined;
  isRunning: boolean;
}

export interface RateState {
  id: string;
  organization: OrganizationState;
  project: ProjectState | undefined;
}

export interface WorldState {
  people: readonly User[];
  organizations: readonly OrganizationState[];
  projects: ProjectState[];
  tasks: TaskState[];
  invitations: InvitationState[];
  clients: ThingState[];
  labels: ThingState[];
  views: ViewState[];
  time: TimeState[];
  rates: RateState[];
}

export function permissionsOf(
  { roles, members }: OrganizationState,
  person: string,
): ReadonlySet<string> {
  const membership = members.get(person);
  return (membership?.isActive && roles.get(membership.role)) || new Set();
}

export function holds(organization: OrganizationState, person: string, permission: string) {
  return permissionsOf(organization, person).has(permission);
}

/** Private projects are hidden from active members who are not in them; others see nothing anyway. */
export function isHidden({ organization, isPrivate, members }: ProjectState, person: string) {
  return (
    isPrivate &&
    organization.members.get(person)?.isActive === true &&
    !holds(organization, person, "projects.read_private") &&
    !members.has(person)
  );
}

export function seesProject(project: ProjectState, person: string): boolean {
  return holds(project.organization, person, "projects.read") && !isHidden(project, person);
}

export function seesTask({ project }: TaskState, person: string): boolean {
  return holds(project.organization, person, "tasks.read") && !isHidden(project, person);
}

export function seesView({ organization, project, owner, isShared }: ViewState, person: string) {
  return (
    holds(organization, person, "tasks.read") &&
    !(project && isHidden(project, person)) &&
    (isShared || owner === person)
  );
}

export function mayWriteTask({ project, reporter, assignee }: TaskState, person: string): boolean {
  return (
    holds(project.organization, person, "tasks.write") ||
    (holds(project.organization, person, "tasks.write_own") &&
      [reporter, assignee].includes(person))
  );
}

export function openBlockersOf({ waitsFor }: TaskState): number {
  return [...waitsFor].filter(({ isDone }) => !isDone).length;
}

/** A new task, watched by its reporter if that is an active member. */
export function newTask(
  project: ProjectState,
  { id, title, reporter }: { id: string; title: string; reporter: string },
): TaskState {
  const isMember = project.organization.members.get(reporter)?.isActive;
  return {
    id,
    project,
    title,
    reporter,
    assignee: null,
    isDone: false,
    labels: new Set(),
    watchers: new Set(isMember ? [reporter] : []),
    waitsFor: new Set(),
    comments: [],
    files: [],
  };
}

export function removeTasks(world: WorldState, isGone: (task: TaskState) => boolean): void {
  const gone = world.tasks.filter(isGone);
  world.tasks = world.tasks.filter((task) => !isGone(task));
  for (const task of world.tasks) {
    for (const each of gone) task.waitsFor.delete(each);
  }
}

function ownersOf({ members }: OrganizationState): string[] {
  return [...members].flatMap(([id, { role, isActive }]) =>
    role === "owner" && isActive ? [id] : [],
  );
}

/** Why nothing may change in an organization now, if nothing may. */
export function readOnlyCode({ isActive, isDeleted }: OrganizationState): string | undefined {
  if (!isActive) return "organization_suspended";
  return isDeleted ? "organization_deleted" : undefined;
}

export const REFUSED = "42501";

/** The answer to an update or delete of one row. */
export function reach(organization: OrganizationState, isAllowed: boolean): string {
  return isAllowed ? (readOnlyCode(organization) ?? "1 rows") : "0 rows";
}

/** The answer to an insert of one row. */
export function admission(organization: OrganizationState, isAllowed: boolean): string {
  return isAllowed ? (readOnlyCode(organization) ?? "succeeded") : REFUSED;
}

/** Why a command does not even begin. */
export function entryCode(
  organization: OrganizationState,
  person: string,
  permission: string,
): string | undefined {
  if (!organization.members.get(person)?.isActive) return "organization_not_found";
  return (
    readOnlyCode(organization) ??
    (holds(organization, person, permission) ? undefined : "permission_missing")
  );
}

/** Why somebody may not give, take or manage a role. */
export function roleCode(
  organization: OrganizationState,
  person: string,
  role: string | null,
): string | undefined {
  const held = organization.roles.get(role ?? "");
  if (!held) return "role_not_found";
  return held.isSubsetOf(permissionsOf(organization, person)) ? undefined : "permission_not_held";
}

export function memberCode(
  organization: OrganizationState,
  person: string,
  member: string,
): string | undefined {
  const membership = organization.members.get(member);
  return membership ? roleCode(organization, person, membership.role) : "member_not_found";
}

/** Whether taking the member's ownership would leave the organization alone. */
export function lastOwnerCode(organization: OrganizationState, member: string) {
  const owners = ownersOf(organization);
  return owners.length === 1 && owners[0] === member ? "last_owner" : undefined;
}

export function canStillInvite({ organization, role, inviter }: InvitationState): boolean {
  return (
    holds(organization, inviter, "members.invite") &&
    roleCode(organization, inviter, role) === undefined
  );
}

/** One's own is there for every member, also where the project is hidden. */
export function seesTime({ project, person: worker }: TimeState, person: string): boolean {
  return (
    (worker === person && permissionsOf(project.organization, person).size > 0) ||
    (holds(project.organization, person, "time.manage") && !isHidden(project, person))
  );
}

export function seesRate({ organization, project }: RateState, person: string): boolean {
  return (
    holds(organization, person, "rates.read") &&
    (project === undefined || !isHidden(project, person))
  );
}

/** What ends by itself when somebody may no longer book there, or nobody. */
export function endTimers(
  { time }: WorldState,
  organization: OrganizationState,
  member?: string,
): void {
  for (const entry of time) {
    if (entry.project.organization !== organization) continue;
    if (member === undefined || entry.person === member) entry.isRunning = false;
  }
}

/** Ends a membership, and what hangs on it. */
export function removeMember(
  world: WorldState,
  organization: OrganizationState,
  member: string,
): void {
  organization.members.delete(member);
  endTimers(world, organization, member);
  for (const project of world.projects) {
    if (project.organization === organization) project.members.delete(member);
  }
  for (const task of world.tasks) {
    if (task.project.organization !== organization) continue;
    if (task.assignee === member) task.assignee = null;
    task.watchers.delete(member);
    for (const comment of task.comments) comment.mentions.delete(member);
  }
  world.views = world.views.filter(
    (view) => view.organization !== organization || view.owner !== member || view.isShared,
  );
}
