/*
 * Answers to invitations: what the holder of a link may see without an account, what somebody with
 * an account was invited to, accepting and declining. An answer names either the token of the link
 * or the id of an invitation to the caller's own confirmed address.
 */
create type public.invitation_preview as (
  organization_name text,
  role_name text,
  inviter_name text,
  email_hint text,
  expires_at timestamptz
);
comment on type public.invitation_preview is
  'What somebody who holds an invitation''s link may know before signing in.';

create type public.received_invitation as (
  id uuid,
  organization_name text,
  role_name text,
  inviter_name text,
  created_at timestamptz,
  expires_at timestamptz
);
comment on type public.received_invitation is 'An invitation as the invited person sees it.';


create function private.confirmed_email()
returns text
language plpgsql stable
set search_path = ''
as $$
begin
  -- Not the token's claim, which is as old as the token. An address without confirmation proves
  -- nothing.
  return (
    select lower(users.email)
    from auth.users
    where users.id = auth.uid()
      and users.email_confirmed_at is not null
      and users.deleted_at is null
  );
end;
$$;
comment on function private.confirmed_email() is
  'The address that the caller has proved to be theirs; null if there is none.';


create function private.mask_email(email text)
returns text
language sql immutable
set search_path = ''
as $$
  select left(email, 1) || '…' || substr(email, strpos(email, '@'));
$$;
comment on function private.mask_email(text) is
  'Enough of an address for its owner to know it again: a…@example.com.';


-- An invitation is worth what its inviter is: whoever was removed or lowered gives nothing any
-- more. Operators (null) always can.
create function private.can_still_invite(invitation public.invitations)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return invitation.invited_by is null or exists (
    select from public.memberships
    where memberships.organization_id = invitation.organization_id
      and memberships.user_id = invitation.invited_by
      and memberships.is_active
      and private.permissions_of(memberships.organization_id, memberships.role) @> array_append(
        private.permissions_of(invitation.organization_id, invitation.role), 'members.invite'
      )
  );
end;
$$;
comment on function private.can_still_invite(public.invitations) is
  'Whether whoever sent the invitation could send it now.';


create function private.refuse_closed_invitation(invitation public.invitations)
returns void
language plpgsql stable
set search_path = ''
as $$
begin
  if invitation.id is null then
    perform private.throw_error(
      'invitation_not_found', 404, 'There is no such invitation.',
      hint => 'Use the newest link you were sent.'
    );
  end if;
  if invitation.status <> 'pending' then
    perform private.throw_error(
      'invitation_closed', 410, 'This invitation is no longer open.',
      details => invitation.status
    );
  end if;
  if invitation.expires_at <= now() then
    perform private.throw_error(
      'invitation_expired', 410, 'This invitation has expired.',
      hint => 'Ask for a new one.'
    );
  end if;
  if not private.can_still_invite(invitation) then
    perform private.throw_error(
      'invitation_closed', 410, 'Whoever sent this invitation can no longer give its role.',
      details => 'inviter',
      hint => 'Ask for a new one.'
    );
  end if;
end;
$$;


create function private.invitation_by_token(token text)
returns public.invitations
language plpgsql stable
set search_path = ''
as $$
declare
  v_invitation public.invitations;
begin
  select invitations.* into v_invitation
  from private.invitation_tokens
  join public.invitations on invitations.id = invitation_tokens.invitation_id
  where invitation_tokens.token_hash = sha256(convert_to(token, 'UTF8'));
  return v_invitation;
end;
$$;


create function private.preview_invitation(token text)
returns public.invitation_preview
language plpgsql stable security definer
set search_path = ''
as $$
declare
  v_invitation public.invitations := private.invitation_by_token(token);
begin
  -- Elevated because whoever holds the link has no account yet; it shows one invitation, and only
  -- to the holder of its token.
  perform private.refuse_closed_invitation(v_invitation);
  return (
    select (
      organizations.name, roles.name, profiles.display_name,
      private.mask_email(v_invitation.email), v_invitation.expires_at
    )::public.invitation_preview
    from public.organizations
    left join public.roles
      on roles.organization_id = organizations.id and roles.key = v_invitation.role
    left join public.profiles on profiles.id = v_invitation.invited_by
    where organizations.id = v_invitation.organization_id
  );
end;
$$;
grant execute on function private.preview_invitation(text) to anon, authenticated;

create function public.preview_invitation(token text)
returns public.invitation_preview
language sql stable
set search_path = ''
as $$
  select private.preview_invitation(token);
$$;
comment on function public.preview_invitation(text) is
  'Who invites to what, and which address must accept. Anybody who holds the token may ask.';
grant execute on function public.preview_invitation(text) to anon, authenticated;


create function private.received_invitations()
returns setof public.received_invitation
language plpgsql stable security definer
set search_path = ''
as $$
begin
  -- Elevated because who is invited cannot see the organization yet; the answer is bound to the
  -- caller's own confirmed address.
  return query
  select
    invitations.id,
    organizations.name,
    roles.name,
    profiles.display_name,
    invitations.created_at,
    invitations.expires_at
  from public.invitations
  join public.organizations on organizations.id = invitations.organization_id
  join public.roles
    on roles.organization_id = invitations.organization_id and roles.key = invitations.role
  left join public.profiles on profiles.id = invitations.invited_by
  where invitations.email = private.confirmed_email()
    and not coalesce(private.owes_second_factor(), false)
    and invitations.status = 'pending'
    and invitations.expires_at > now()
    and private.can_still_invite(invitations)
  order by invitations.created_at desc, invitations.id desc;
end;
$$;
grant execute on function private.received_invitations() to authenticated;

create function public.received_invitations()
returns setof public.received_invitation
language sql stable
set search_path = ''
as $$
  select * from private.received_invitations();
$$;
comment on function public.received_invitations() is
  'The open invitations to the caller''s confirmed address, newest first.';
grant execute on function public.received_invitations() to authenticated;


-- Whom an invitation was made for, and while they decide nobody else changes the organization's
-- people. A stolen password alone decides nothing.
create function private.take_received_invitation(token text, id uuid)
returns public.invitations
language plpgsql
set search_path = ''
as $$
declare
  v_invitation public.invitations;
  v_organization public.organizations;
begin
  perform private.require_second_factor();
  v_invitation := private.invitation_by_token(token);
  if v_invitation.id is null then
    select * into v_invitation
    from public.invitations
    where invitations.id = take_received_invitation.id
      and invitations.email = private.confirmed_email();
  end if;
  perform private.refuse_closed_invitation(v_invitation);
  if v_invitation.email is distinct from private.confirmed_email() then
    perform private.throw_error(
      'invitation_wrong_address', 403,
      'This invitation was made for another address than that of your account.',
      hint => 'Sign in with the address that it was sent to.'
    );
  end if;

  select * into v_organization
  from public.organizations
  where organizations.id = v_invitation.organization_id
  for no key update;
  perform private.refuse_read_only(v_organization);
  -- Read again: it may have been revoked while the lock was awaited.
  select * into v_invitation from public.invitations where invitations.id = v_invitation.id;
  perform private.refuse_closed_invitation(v_invitation);
  return v_invitation;
end;
$$;


create function private.accept_invitation(token text, id uuid)
returns public.memberships
language plpgsql security definer
set search_path = ''
as $$
declare
  v_invitation public.invitations := private.take_received_invitation(token, id);
  v_membership public.memberships;
begin
  -- Elevated because nobody may write memberships; it makes the caller a member with the role that
  -- somebody else gave, and held.
  insert into public.memberships (organization_id, user_id, role)
  values (v_invitation.organization_id, auth.uid(), v_invitation.role)
  on conflict do nothing
  returning * into v_membership;
  if not found then
    perform private.throw_error(
      'already_member', 409, 'You are already in this organization.'
    );
  end if;
  update public.invitations
  set status = 'accepted', accepted_by = auth.uid(), closed_at = now()
  where invitations.id = v_invitation.id;
  return v_membership;
end;
$$;
grant execute on function private.accept_invitation(text, uuid) to authenticated;

create function public.accept_invitation(token text default null, id uuid default null)
returns public.memberships
language sql volatile
set search_path = ''
as $$
  select private.accept_invitation(token, id);
$$;
comment on function public.accept_invitation(text, uuid) is
  'Joins the organization. Whoever was invited may, by the token or by the id of a received '
  'invitation.';
grant execute on function public.accept_invitation(text, uuid) to authenticated;


create function private.decline_invitation(token text, id uuid)
returns void
language plpgsql security definer
set search_path = ''
as $$
declare
  v_invitation public.invitations := private.take_received_invitation(token, id);
begin
  -- Elevated because nobody may write invitations; it closes one that was made for the caller.
  update public.invitations
  set status = 'declined', closed_at = now()
  where invitations.id = v_invitation.id;
end;
$$;
grant execute on function private.decline_invitation(text, uuid) to authenticated;

create function public.decline_invitation(token text default null, id uuid default null)
returns void
language sql volatile
set search_path = ''
as $$
  select private.decline_invitation(token, id);
$$;
comment on function public.decline_invitation(text, uuid) is
  'Says no. Whoever was invited may, by the token or by the id of a received invitation.';
grant execute on function public.decline_invitation(text, uuid) to authenticated;
