import type { User } from "../helpers/database.ts";
import type { Kind, Move, Turn } from "./game.ts";
import { codeOfAnswer, nextName, pick } from "./game.ts";
import {
  canStillInvite,
  entryCode,
  holds,
  type InvitationState,
  readOnlyCode,
  roleCode,
} from "./model.ts";

async function invite(turn: Turn): Promise<Move | undefined> {
  const { world, client, actor, organization, call } = turn;
  const role = pick([...organization.roles.keys(), "nothing"], call.b);
  // Mostly somebody who is not in yet, sometimes an address that nobody has.
  const outsiders = world.people.filter(({ id }) => !organization.members.has(id));
  const person = pick([...outsiders, ...outsiders, ...world.people, undefined], call.a);
  if (!role) return undefined;
  const email = person?.email ?? `${nextName(turn, "new").replace(" ", "")}@x.example`;
  const answer = await client.rpc("invite_member", {
    organization_id: organization.id,
    email,
    role,
  });
  const isMember = person !== undefined && organization.members.has(person.id);
  const isPending = world.invitations.some(
    (each) =>
      each.organization === organization && each.email === email && each.status === "pending",
  );
  return {
    actual: codeOfAnswer(answer),
    expected:
      entryCode(organization, actor.id, "members.invite") ??
      roleCode(organization, actor.id, role) ??
      (isMember ? "already_member" : undefined) ??
      (isPending ? "invitation_pending" : undefined) ??
      "succeeded",
    apply: () => {
      const { id, token } = answer.data ?? {};
      if (!id || !token) return;
      world.invitations.push({
        id,
        token,
        organization,
        email,
        role,
        status: "pending",
        inviter: actor.id,
      });
    },
  };
}

function onSent(
  command: "resend_invitation" | "revoke_invitation",
  apply: (invitation: InvitationState, turn: Turn, token: string | null) => void,
): Kind {
  return async (turn) => {
    const { world, client, actor, call } = turn;
    const invitation = pick(world.invitations, call.a);
    if (!invitation) return undefined;
    const { organization, role, status } = invitation;
    const answer =
      command === "resend_invitation"
        ? await client.rpc("resend_invitation", { id: invitation.id })
        : { ...(await client.rpc("revoke_invitation", { id: invitation.id })), data: null };
    return {
      actual: codeOfAnswer(answer),
      expected:
        (holds(organization, actor.id, "members.invite") ? undefined : "invitation_not_found") ??
        entryCode(organization, actor.id, "members.invite") ??
        (status === "pending" ? undefined : "invitation_closed") ??
        roleCode(organization, actor.id, role) ??
        "succeeded",
      apply: () => apply(invitation, turn, answer.data?.token ?? null),
    };
  };
}

/** By the token of the link, as whoever found it, or by an id that was guessed. */
function onReceived(
  command: "accept_invitation" | "decline_invitation",
  apply: (invitation: InvitationState, person: User) => void,
): Kind {
  return async ({ game, world, call, ...turn }) => {
    const invitation = pick(world.invitations, call.a);
    if (!invitation) return undefined;
    // Every second time it is the addressee, or hardly anybody would ever get in.
    const addressee = world.people.find(({ email }) => email === invitation.email);
    const actor = (call.b % 4 < 2 && addressee) || turn.actor;
    const client = game.clients.get(actor.id) ?? turn.client;
    const isByToken = call.b % 2 === 0;
    const answer = await client.rpc(
      command,
      isByToken ? { token: invitation.token } : { id: invitation.id },
    );
    const { organization, email, status } = invitation;
    const isTheirs = email === actor.email;
    return {
      actual: codeOfAnswer(answer),
      expected:
        (isByToken || isTheirs ? undefined : "invitation_not_found") ??
        (status === "pending" && canStillInvite(invitation) ? undefined : "invitation_closed") ??
        (isTheirs ? undefined : "invitation_wrong_address") ??
        readOnlyCode(organization) ??
        (command === "accept_invitation" && organization.members.has(actor.id)
          ? "already_member"
          : undefined) ??
        "succeeded",
      apply: () => apply(invitation, actor),
    };
  };
}

async function listReceived({ world, client, actor }: Turn): Promise<Move> {
  const { data, error } = await client.rpc("received_invitations");
  const expected = world.invitations.filter(
    (each) => each.email === actor.email && each.status === "pending" && canStillInvite(each),
  );
  return {
    expected: expected.map(({ id }) => id).sort(),
    actual: error ? codeOfAnswer({ error }) : data.map(({ id }) => id).sort(),
  };
}

async function previewAsVisitor({ game, world, call }: Turn): Promise<Move | undefined> {
  const invitation = pick(world.invitations, call.a);
  if (!invitation) return undefined;
  const isHolder = call.b % 2 === 0;
  const { data, error } = await game.visitor.rpc("preview_invitation", {
    token: isHolder ? invitation.token : invitation.id,
  });
  const isOpen = invitation.status === "pending" && canStillInvite(invitation);
  return {
    expected: isHolder
      ? isOpen
        ? invitation.organization.name
        : "invitation_closed"
      : "invitation_not_found",
    actual: error ? codeOfAnswer({ error }) : data.organization_name,
  };
}

export const invitationCalls: Record<string, Kind> = {
  invite,
  resend: onSent("resend_invitation", (invitation, { actor }, token) => {
    invitation.token = token ?? "";
    invitation.inviter = actor.id;
  }),
  revoke: onSent("revoke_invitation", (invitation) => {
    invitation.status = "revoked";
  }),
  accept: onReceived("accept_invitation", (invitation, person) => {
    const { organization, role } = invitation;
    invitation.status = "accepted";
    organization.members.set(person.id, { role: role ?? "", isActive: true });
    organization.people.add(person.id);
  }),
  decline: onReceived("decline_invitation", (invitation) => {
    invitation.status = "declined";
  }),
  listReceived,
  previewAsVisitor,
};
