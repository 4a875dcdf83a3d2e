import { z } from "zod";
import type { Invitation, Member } from "./queries.ts";

const wordsSchema = z.string().trim().min(1).max(100);
const directionSchema = z.enum(["asc", "desc"]);

/** Which members are shown and in which order, as the address says it. */
export const memberFilterSchema = z.object({
  q: wordsSchema.optional(),
  role: z.string().optional(),
  status: z.enum(["active", "suspended"]).optional(),
  order: z.enum(["name", "role", "joined"]).optional(),
  direction: directionSchema.optional(),
});
export type MemberFilter = z.infer<typeof memberFilterSchema>;

/** The same for invitations. */
export const invitationFilterSchema = z.object({
  q: wordsSchema.optional(),
  role: z.string().optional(),
  status: z.enum(["open", "expired"]).optional(),
  order: z.enum(["email", "role", "expires"]).optional(),
  direction: directionSchema.optional(),
});
export type InvitationFilter = z.infer<typeof invitationFilterSchema>;

export function filterMembers(members: readonly Member[], filter: MemberFilter): Member[] {
  const { q, role, status } = filter;
  return members.filter(
    (member) =>
      hasWords(member.name, q) &&
      (role === undefined || member.role === role) &&
      (status === undefined || member.isActive === (status === "active")),
  );
}

export function filterInvitations(
  invitations: readonly Invitation[],
  filter: InvitationFilter,
  now = Date.now(),
): Invitation[] {
  const { q, role, status } = filter;
  return invitations.filter(
    (invitation) =>
      hasWords(`${invitation.email} ${invitation.inviter ?? ""}`, q) &&
      (role === undefined || invitation.role === role) &&
      (status === undefined || isExpired(invitation, now) === (status === "expired")),
  );
}

export function isExpired({ expiresAt }: Pick<Invitation, "expiresAt">, now = Date.now()): boolean {
  return new Date(expiresAt).getTime() <= now;
}

/** Whether every word stands somewhere, whatever its case and accents: "noel" finds "Noël". */
function hasWords(text: string, words: string | undefined): boolean {
  const plain = plainOf(text);
  return (
    words === undefined ||
    plainOf(words)
      .split(/\s+/)
      .every((word) => plain.includes(word))
  );
}

function plainOf(text: string): string {
  return text.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();
}
