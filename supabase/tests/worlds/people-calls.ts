import type { Kind, Move, Turn } from "./game.ts";
import { codeOfAnswer, nextName, pick } from "./game.ts";
import {
  endTimers,
  entryCode,
  holds,
  lastOwnerCode,
  memberCode,
  type OrganizationState,
  permissionsOf,
  readOnlyCode,
  removeMember,
  roleCode,
} from "./model.ts";

const builtin = ["owner", "admin", "manager", "member", "viewer"];

/** Somebody, in the organization or not, and one of its roles or none. */
function choose({ world, organization, call }: Turn) {
  const person = pick(world.people, call.a);
  const role = pick([...organization.roles.keys(), "nothing"], call.b);
  return person && role ? { person: person.id, role } : undefined;
}

async function changeRole(turn: Turn): Promise<Move | undefined> {
  const { client, actor, organization } = turn;
  const chosen = choose(turn);
  if (!chosen) return undefined;
  const { person, role } = chosen;
  const answer = await client.rpc("change_member_role", {
    organization_id: organization.id,
    user_id: person,
    role,
  });
  return {
    actual: codeOfAnswer(answer),
    expected:
      entryCode(organization, actor.id, "members.manage") ??
      memberCode(organization, actor.id, person) ??
      roleCode(organization, actor.id, role) ??
      (role === "owner" ? undefined : lastOwnerCode(organization, person)) ??
      "succeeded",
    apply: () => {
      const membership = organization.members.get(person);
      if (membership) membership.role = role;
    },
  };
}

function onMember(
  command: "suspend_member" | "restore_member" | "remove_member",
  apply: (turn: Turn, person: string) => void,
): Kind {
  return async (turn) => {
    const { client, actor, organization } = turn;
    const person = choose(turn)?.person;
    if (!person) return undefined;
    const answer = await client.rpc(command, {
      organization_id: organization.id,
      user_id: person,
    });
    return {
      actual: codeOfAnswer(answer),
      expected:
        entryCode(organization, actor.id, "members.manage") ??
        (person === actor.id ? "member_is_oneself" : undefined) ??
        memberCode(organization, actor.id, person) ??
        (command === "restore_member" ? undefined : lastOwnerCode(organization, person)) ??
        "succeeded",
      apply: () => apply(turn, person),
    };
  };
}

function setActive(isActive: boolean) {
  return ({ world, organization }: Turn, person: string) => {
    if (!isActive) endTimers(world, organization, person);
    const membership = organization.members.get(person);
    if (membership) membership.isActive = isActive;
  };
}

async function leave({ world, client, actor, organization }: Turn): Promise<Move> {
  const answer = await client.rpc("leave_organization", { organization_id: organization.id });
  return {
    actual: codeOfAnswer(answer),
    expected:
      (organization.members.get(actor.id)?.isActive
        ? readOnlyCode(organization)
        : "organization_not_found") ??
      lastOwnerCode(organization, actor.id) ??
      "succeeded",
    apply: () => removeMember(world, organization, actor.id),
  };
}

async function handOver(turn: Turn): Promise<Move | undefined> {
  const { client, actor, organization } = turn;
  const person = choose(turn)?.person;
  if (!person) return undefined;
  const answer = await client.rpc("transfer_ownership", {
    organization_id: organization.id,
    user_id: person,
  });
  return {
    actual: codeOfAnswer(answer),
    expected:
      entryCode(organization, actor.id, "organization.delete") ??
      roleCode(organization, actor.id, "owner") ??
      memberCode(organization, actor.id, person) ??
      (organization.members.get(person)?.isActive ? undefined : "member_suspended") ??
      "succeeded",
    apply: () => {
      const from = organization.members.get(actor.id);
      const to = organization.members.get(person);
      if (from?.role === "owner") from.role = "admin";
      if (to) to.role = "owner";
    },
  };
}

function unheldCode(organization: OrganizationState, person: string, wanted: readonly string[]) {
  const held = permissionsOf(organization, person);
  return wanted.every((permission) => held.has(permission)) ? undefined : "permission_not_held";
}

async function createRole(turn: Turn): Promise<Move> {
  const { client, actor, organization, call } = turn;
  const answer = await client.rpc("create_role", {
    organization_id: organization.id,
    name: nextName(turn, "Role"),
    permissions: call.permissions,
  });
  return {
    actual: codeOfAnswer(answer),
    expected:
      entryCode(organization, actor.id, "roles.manage") ??
      unheldCode(organization, actor.id, call.permissions) ??
      "succeeded",
    apply: () => {
      if (answer.data) organization.roles.set(answer.data.key, new Set(call.permissions));
    },
  };
}

async function fillRole(turn: Turn): Promise<Move | undefined> {
  const { client, actor, organization, call } = turn;
  const role = choose(turn)?.role;
  if (!role) return undefined;
  const answer = await client.rpc("set_role_permissions", {
    organization_id: organization.id,
    role,
    permissions: call.permissions,
  });
  const before = organization.roles.get(role);
  const changed = [...new Set(call.permissions).symmetricDifference(before ?? new Set<string>())];
  return {
    actual: codeOfAnswer(answer),
    expected:
      entryCode(organization, actor.id, "roles.manage") ??
      (before ? undefined : "role_not_found") ??
      (role === "owner" ? "owner_role_fixed" : undefined) ??
      unheldCode(organization, actor.id, changed) ??
      "succeeded",
    apply: () => {
      organization.roles.set(role, new Set(call.permissions));
    },
  };
}

async function deleteRole(turn: Turn): Promise<Move | undefined> {
  const { world, client, actor, organization, call } = turn;
  const role = choose(turn)?.role;
  const to = pick([...organization.roles.keys(), undefined], call.a);
  if (!role) return undefined;
  const answer = await client.rpc("delete_role", {
    organization_id: organization.id,
    role,
    ...(to === undefined ? {} : { reassign_to: to }),
  });
  const members = [...organization.members.values()].filter((each) => each.role === role);
  const invitations = world.invitations.filter(
    (each) => each.organization === organization && each.role === role,
  );
  const isUsed = members.length > 0 || invitations.some(({ status }) => status === "pending");
  const expectReassignment = () =>
    to === undefined || to === role
      ? "role_in_use"
      : holds(organization, actor.id, "members.manage")
        ? roleCode(organization, actor.id, to)
        : "permission_missing";
  return {
    actual: codeOfAnswer(answer),
    expected:
      entryCode(organization, actor.id, "roles.manage") ??
      roleCode(organization, actor.id, role) ??
      (builtin.includes(role) ? "role_builtin" : undefined) ??
      (isUsed ? expectReassignment() : undefined) ??
      "succeeded",
    apply: () => {
      organization.roles.delete(role);
      for (const member of members) member.role = to ?? "";
      for (const invitation of invitations) {
        invitation.role = invitation.status === "pending" ? (to ?? null) : null;
      }
    },
  };
}

async function askToDelete({ world, client, actor, organization }: Turn): Promise<Move> {
  const answer = await client.rpc("delete_organization", { organization_id: organization.id });
  return {
    actual: codeOfAnswer(answer),
    expected: entryCode(organization, actor.id, "organization.delete") ?? "succeeded",
    apply: () => {
      organization.isDeleted = true;
      endTimers(world, organization);
    },
  };
}

async function takeDeletionBack({ client, actor, organization }: Turn): Promise<Move> {
  const answer = await client.rpc("restore_organization", { organization_id: organization.id });
  const expected = () => {
    if (!organization.members.get(actor.id)?.isActive) return "organization_not_found";
    if (!holds(organization, actor.id, "organization.delete")) return "permission_missing";
    if (!organization.isDeleted) return "organization_not_deleted";
    return organization.isActive ? "succeeded" : "organization_suspended";
  };
  return {
    actual: codeOfAnswer(answer),
    expected: expected(),
    apply: () => {
      organization.isDeleted = false;
    },
  };
}

/** An operator suspends, and at the next turn brings everything back, or most calls would hear nothing else. */
async function operate({ game, world, organization }: Turn): Promise<Move> {
  const isFine = organization.isActive && !organization.isDeleted;
  await game.db.count(
    "update organizations set is_active = $2, delete_after = null where id = $1",
    [organization.id, !isFine],
  );
  if (isFine) endTimers(world, organization);
  organization.isActive = !isFine;
  organization.isDeleted = false;
  return { expected: "done", actual: "done" };
}

/** What operators alone may do, tried by somebody who is none. */
async function actAsOperator({ client, organization, call }: Turn): Promise<Move | undefined> {
  const attempt = pick(
    [
      () => client.rpc("set_plan", { organization_id: organization.id, plan: "free" }),
      () => client.rpc("suspend_tenant", { organization_id: organization.id }),
      () => client.rpc("restore_tenant", { organization_id: organization.id }),
      () => client.rpc("list_tenants"),
    ],
    call.a,
  );
  return attempt && { expected: "operator_required", actual: codeOfAnswer(await attempt()) };
}

export const peopleCalls: Record<string, Kind> = {
  changeRole,
  suspendMember: onMember("suspend_member", setActive(false)),
  restoreMember: onMember("restore_member", setActive(true)),
  removeMember: onMember("remove_member", ({ world, organization }, person) =>
    removeMember(world, organization, person),
  ),
  leave,
  handOver,
  createRole,
  fillRole,
  deleteRole,
  askToDelete,
  takeDeletionBack,
  operate,
  actAsOperator,
};
