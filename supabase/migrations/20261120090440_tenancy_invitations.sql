/*
 * Invitations: asking somebody by e-mail to join with a role. Who holds members.invite invites with
 * roles whose permissions they hold; who holds that or members.manage sees them. The link carries a
 * token that is told once and stored only as a hash; it works once, until it expires, for the
 * address it was made for, and only while the inviter could still invite.
 */
create table public.invitations (
  id uuid primary key default private.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  email text not null,
  role text,
  status text not null default 'pending'
    check (status in ('pending', 'accepted', 'declined', 'revoked', 'expired')),
  invited_by uuid references public.profiles,
  accepted_by uuid references public.profiles,
  expires_at timestamptz not null default now() + interval '7 days',
  closed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version integer not null default 1,
  unique (organization_id, id),
  foreign key (organization_id, role)
    references public.roles (organization_id, key) on delete set null (role),
  constraint invitations_email_is_an_address
    check (
      email = lower(email)
      and email ~ '^[^@[:space:][:cntrl:]]+@[^@[:space:][:cntrl:]]+[.][^@[:space:][:cntrl:]]+$'
      and char_length(email) <= 255
    ),
  constraint invitations_pending_exactly_until_closed
    check ((status = 'pending') = (closed_at is null)),
  constraint invitations_accepted_by_somebody
    check ((status = 'accepted') = (accepted_by is not null))
);
create unique index invitations_organization_id_email_pending_idx
  on public.invitations (organization_id, email) where status = 'pending';
create index invitations_email_idx on public.invitations (email) where status = 'pending';
create index invitations_organization_id_role_idx on public.invitations (organization_id, role);
create index invitations_organization_id_created_at_id_idx
  on public.invitations (organization_id, created_at, id);
create index invitations_invited_by_idx on public.invitations (invited_by);
create index invitations_accepted_by_idx on public.invitations (accepted_by);

create table private.invitation_tokens (
  invitation_id uuid primary key references public.invitations on delete cascade,
  token_hash bytea not null unique
);
comment on table private.invitation_tokens is
  'SHA-256 of the one token that opens a pending invitation; the token itself is nowhere.';

create table private.invitation_sendings (
  organization_id uuid not null references public.organizations on delete cascade,
  sent_at timestamptz not null
);
create index invitation_sendings_organization_id_sent_at_idx
  on private.invitation_sendings (organization_id, sent_at);
comment on table private.invitation_sendings is
  'When an organization sent invitations in the last day, so that it cannot flood people.';

create type public.issued_invitation as (
  id uuid,
  organization_id uuid,
  email text,
  role text,
  expires_at timestamptz,
  token text
);
comment on type public.issued_invitation is
  'An invitation with the token of its link, which nobody can read again.';


-- Runs at the end of invite_member() and resend_invitation(), under the organization's lock.
create function private.issue_invitation_token(invitation public.invitations)
returns public.issued_invitation
language plpgsql
set search_path = ''
as $$
declare
  v_token text := translate(
    encode(extensions.gen_random_bytes(32), 'base64'), '+/=', '-_'
  );
begin
  delete from private.invitation_sendings
  where invitation_sendings.organization_id = invitation.organization_id
    and invitation_sendings.sent_at < now() - interval '1 day';
  if (
    select count(*) >= 100
    from private.invitation_sendings
    where invitation_sendings.organization_id = invitation.organization_id
  ) then
    perform private.throw_error(
      'invitation_limit_reached', 429,
      'An organization can send 100 invitations a day.',
      hint => 'Try again tomorrow.'
    );
  end if;
  insert into private.invitation_sendings (organization_id, sent_at)
  values (invitation.organization_id, now());

  insert into private.invitation_tokens (invitation_id, token_hash)
  values (invitation.id, sha256(convert_to(v_token, 'UTF8')))
  on conflict on constraint invitation_tokens_pkey
    do update set token_hash = excluded.token_hash;
  return (
    invitation.id, invitation.organization_id, invitation.email, invitation.role,
    invitation.expires_at, v_token
  )::public.issued_invitation;
end;
$$;


create function private.invite_member(organization_id uuid, email text, role text)
returns public.issued_invitation
language plpgsql security definer
set search_path = ''
as $$
declare
  v_email text := lower(btrim(email));
  v_invitation public.invitations;
begin
  -- Elevated because nobody may write invitations or see who has an account; it gives only a role
  -- that the caller holds.
  perform private.enter_organization(organization_id, 'members.invite');
  perform private.take_role(organization_id, role);
  if exists (
    select from auth.users
    join public.memberships on memberships.user_id = users.id
    where lower(users.email) = v_email
      and memberships.organization_id = invite_member.organization_id
  ) then
    perform private.throw_error(
      'already_member', 409, 'Somebody with this address is already in the organization.'
    );
  end if;

  -- Whether an invitation has expired is a question of the date until another takes its place.
  update public.invitations
  set status = 'expired', closed_at = now()
  where invitations.organization_id = invite_member.organization_id
    and invitations.email = v_email
    and invitations.status = 'pending'
    and invitations.expires_at <= now();
  insert into public.invitations (organization_id, email, role, invited_by)
  values (invite_member.organization_id, v_email, invite_member.role, auth.uid())
  on conflict do nothing
  returning * into v_invitation;
  if not found then
    perform private.throw_error(
      'invitation_pending', 409, 'This address is already invited.',
      hint => 'Send the invitation again, or revoke it first.'
    );
  end if;
  return private.issue_invitation_token(v_invitation);
end;
$$;
grant execute on function private.invite_member(uuid, text, text) to authenticated;

create function public.invite_member(organization_id uuid, email text, role text)
returns public.issued_invitation
language sql volatile
set search_path = ''
as $$
  select private.invite_member(organization_id, email, role);
$$;
comment on function public.invite_member(uuid, text, text) is
  'Invites an address and returns the token of the link, once. Who holds members.invite and all of '
  'the role may.';
grant execute on function public.invite_member(uuid, text, text) to authenticated;


create function private.take_pending_invitation(id uuid)
returns public.invitations
language plpgsql
set search_path = ''
as $$
declare
  v_invitation public.invitations;
begin
  select * into v_invitation
  from public.invitations
  where invitations.id = take_pending_invitation.id
    and invitations.organization_id = any (
      private.organization_ids_with('members.invite')
    );
  if not found then
    perform private.throw_error('invitation_not_found', 404, 'There is no such invitation.');
  end if;
  perform private.enter_organization(v_invitation.organization_id, 'members.invite');
  -- Read again: somebody may have answered it while the lock was awaited.
  select * into v_invitation
  from public.invitations
  where invitations.id = take_pending_invitation.id;
  if v_invitation.status <> 'pending' then
    perform private.throw_error(
      'invitation_closed', 410, 'This invitation is no longer open.',
      details => v_invitation.status
    );
  end if;
  perform private.take_role(v_invitation.organization_id, v_invitation.role);
  return v_invitation;
end;
$$;
comment on function private.take_pending_invitation(uuid) is
  'A pending invitation that the caller could have sent; its organization is locked.';


create function private.resend_invitation(id uuid)
returns public.issued_invitation
language plpgsql security definer
set search_path = ''
as $$
declare
  v_invitation public.invitations;
begin
  -- Elevated because nobody may write invitations; it renews only one that the caller could send.
  v_invitation := private.take_pending_invitation(id);
  update public.invitations
  set expires_at = now() + interval '7 days', invited_by = auth.uid()
  where invitations.id = v_invitation.id
  returning * into v_invitation;
  return private.issue_invitation_token(v_invitation);
end;
$$;
grant execute on function private.resend_invitation(uuid) to authenticated;

create function public.resend_invitation(id uuid)
returns public.issued_invitation
language sql volatile
set search_path = ''
as $$
  select private.resend_invitation(id);
$$;
comment on function public.resend_invitation(uuid) is
  'Renews a pending invitation in the caller''s name; the former link stops working. Who could '
  'have sent it may.';
grant execute on function public.resend_invitation(uuid) to authenticated;


create function private.revoke_invitation(id uuid)
returns void
language plpgsql security definer
set search_path = ''
as $$
declare
  v_invitation public.invitations;
begin
  -- Elevated because nobody may write invitations; it ends only one that the caller could send.
  v_invitation := private.take_pending_invitation(id);
  update public.invitations
  set status = 'revoked', closed_at = now()
  where invitations.id = v_invitation.id;
end;
$$;
grant execute on function private.revoke_invitation(uuid) to authenticated;

create function public.revoke_invitation(id uuid)
returns void
language sql volatile
set search_path = ''
as $$
  select private.revoke_invitation(id);
$$;
comment on function public.revoke_invitation(uuid) is
  'Takes a pending invitation back. Who could have sent it may.';
grant execute on function public.revoke_invitation(uuid) to authenticated;


create trigger _200_refuse_suspended
  after insert or update or delete on public.invitations
  for each row when (auth.uid() is not null and pg_trigger_depth() = 0)
  execute function private.tg_any__refuse_suspended();

create trigger _900_count_change
  before update on public.invitations
  for each row execute function private.tg_any__count_change();


alter table public.invitations enable row level security;

create policy select_inviter on public.invitations for select to authenticated
  using (
    organization_id = any ((select private.organization_ids_with('members.invite'))::uuid[])
    or organization_id = any ((select private.organization_ids_with('members.manage'))::uuid[])
  );
-- No insert, update or delete: tokens, roles and addresses need more than one row to judge. Who is
-- invited asks received_invitations(), which shows what an outsider may know.

grant select on public.invitations to authenticated;
grant select, insert, update, delete on public.invitations to service_role;

comment on table public.invitations is 'A person asked by e-mail to join an organization.';
comment on column public.invitations.email is 'The one address that can accept, in lower case.';
comment on column public.invitations.role is
  'Key of the role it gives; null in a closed one whose role was removed.';
comment on column public.invitations.status is
  'pending until answered or revoked; expired only once a new invitation took its place.';
comment on column public.invitations.invited_by is
  'Who answers for it: whoever sent it last. Null for an operator.';
comment on column public.invitations.expires_at is 'A pending invitation cannot be accepted after.';
comment on column public.invitations.version is
  'Grows with each change; an update names the version it read.';
