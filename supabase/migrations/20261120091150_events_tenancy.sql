/*
 * Row events of an organization itself: its settings, members, roles, invitations, domains and
 * wishes, on org:<uuid>. Whom a change concerns in person hears it on user:<uuid> as well: they may
 * have no right to listen to the organization, not yet or no longer. A membership is named by its
 * user, a role has no id; nothing else is said.
 */
create function private.tg_any__broadcast_to_organization()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because nobody may send into a private channel; it says of a row only that it changed.
  perform private.send_row_events(tg_table_name, tg_op, (
    select array_agg((
      'org:' || (fields ->> 'organization_id'),
      null,
      coalesce(fields ->> 'id', fields ->> 'user_id')::uuid,
      (fields ->> 'version')::integer
    )::private.row_event)
    from changed, lateral to_jsonb(changed) as fields
  ));
  return null;
end;
$$;
comment on function private.tg_any__broadcast_to_organization() is
  'Tells an organization''s listeners that rows of a table changed; the trigger names them '
  '"changed".';


create function private.tg_organizations__broadcast()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because nobody may send into a private channel; it says of a row only that it changed.
  perform private.send_row_events(tg_table_name, tg_op, (
    select array_agg(
      ('org:' || changed.id, null, changed.id, changed.version)::private.row_event
    )
    from changed
  ));
  return null;
end;
$$;


create function private.tg_memberships__broadcast_to_person()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because nobody may send into a private channel; it says of a row only that it changed.
  perform private.send_row_events(tg_table_name, tg_op, (
    select array_agg(
      ('user:' || changed.user_id, null, changed.user_id, changed.version)::private.row_event
    )
    from changed
  ));
  return null;
end;
$$;


-- What a role holds changed: whoever has it may do more or less than a moment ago.
create function private.tg_roles__broadcast_to_people()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because nobody may send into a private channel; it says of a row only that it changed.
  perform private.send_row_events(tg_table_name, tg_op, (
    select array_agg(
      ('user:' || memberships.user_id, null, null, changed.version)::private.row_event
    )
    from changed
    join public.memberships
      on memberships.organization_id = changed.organization_id
      and memberships.role = changed.key
      and memberships.is_active
  ));
  return null;
end;
$$;


create function private.tg_invitations__broadcast_to_person()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because nobody may send into a private channel, and because accounts are nobody's to
  -- look up; it says of a row only that it changed.
  perform private.send_row_events(tg_table_name, tg_op, (
    select array_agg(
      ('user:' || users.id, null, changed.id, changed.version)::private.row_event
    )
    from changed
    join auth.users on users.email = changed.email and users.email_confirmed_at is not null
  ));
  return null;
end;
$$;


create trigger _800_broadcast_update
  after update on public.organizations
  referencing new table as changed
  for each statement execute function private.tg_organizations__broadcast();

create trigger _800_broadcast_delete
  after delete on public.organizations
  referencing old table as changed
  for each statement execute function private.tg_organizations__broadcast();

create trigger _800_broadcast_insert
  after insert on public.memberships
  referencing new table as changed
  for each statement execute function private.tg_any__broadcast_to_organization();

create trigger _800_broadcast_update
  after update on public.memberships
  referencing new table as changed
  for each statement execute function private.tg_any__broadcast_to_organization();

create trigger _800_broadcast_delete
  after delete on public.memberships
  referencing old table as changed
  for each statement execute function private.tg_any__broadcast_to_organization();

create trigger _810_broadcast_insert_to_person
  after insert on public.memberships
  referencing new table as changed
  for each statement execute function private.tg_memberships__broadcast_to_person();

create trigger _810_broadcast_update_to_person
  after update on public.memberships
  referencing new table as changed
  for each statement execute function private.tg_memberships__broadcast_to_person();

create trigger _810_broadcast_delete_to_person
  after delete on public.memberships
  referencing old table as changed
  for each statement execute function private.tg_memberships__broadcast_to_person();

-- The five that every organization is born with are no news.
create trigger _800_broadcast_insert
  after insert on public.roles
  referencing new table as changed
  for each statement when (pg_trigger_depth() = 0)
  execute function private.tg_any__broadcast_to_organization();

create trigger _800_broadcast_update
  after update on public.roles
  referencing new table as changed
  for each statement execute function private.tg_any__broadcast_to_organization();

create trigger _810_broadcast_update_to_people
  after update on public.roles
  referencing new table as changed
  for each statement execute function private.tg_roles__broadcast_to_people();

create trigger _800_broadcast_delete
  after delete on public.roles
  referencing old table as changed
  for each statement when (pg_trigger_depth() = 0)
  execute function private.tg_any__broadcast_to_organization();

create trigger _800_broadcast_insert
  after insert on public.invitations
  referencing new table as changed
  for each statement execute function private.tg_any__broadcast_to_organization();

create trigger _800_broadcast_update
  after update on public.invitations
  referencing new table as changed
  for each statement execute function private.tg_any__broadcast_to_organization();

create trigger _810_broadcast_insert_to_person
  after insert on public.invitations
  referencing new table as changed
  for each statement execute function private.tg_invitations__broadcast_to_person();

create trigger _810_broadcast_update_to_person
  after update on public.invitations
  referencing new table as changed
  for each statement execute function private.tg_invitations__broadcast_to_person();

create trigger _800_broadcast_insert
  after insert on public.plan_requests
  referencing new table as changed
  for each statement execute function private.tg_any__broadcast_to_organization();

create trigger _800_broadcast_update
  after update on public.plan_requests
  referencing new table as changed
  for each statement execute function private.tg_any__broadcast_to_organization();

create trigger _800_broadcast_insert
  after insert on public.organization_domains
  referencing new table as changed
  for each statement execute function private.tg_any__broadcast_to_organization();

create trigger _800_broadcast_update
  after update on public.organization_domains
  referencing new table as changed
  for each statement execute function private.tg_any__broadcast_to_organization();

create trigger _800_broadcast_delete
  after delete on public.organization_domains
  referencing old table as changed
  for each statement execute function private.tg_any__broadcast_to_organization();
