/*
 * Projects: where the work of an organization is done. projects.read sees those that are not
 * private and the private ones one is in, projects.read_private all of them; projects.write
 * creates, changes and archives, projects.delete deletes. An archived project is read-only until it
 * is brought back.
 */
create table public.projects (
  id uuid primary key default private.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  -- Empty asks for a key made of the name; the check proves that one was given.
  key text not null default '',
  name text not null,
  description text not null default '',
  colour text not null default '#64748b',
  status text not null default 'active'
    check (status in ('planned', 'active', 'on_hold', 'completed', 'cancelled')),
  visibility text not null default 'organization' check (visibility in ('organization', 'private')),
  lead_id uuid,
  client_id uuid,
  budget_minutes integer,
  start_date date,
  due_date date,
  archived_at timestamptz,
  created_by uuid references public.profiles default auth.uid(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version integer not null default 1,
  unique (organization_id, id),
  unique (organization_id, key),
  foreign key (organization_id, lead_id)
    references public.memberships (organization_id, user_id) on delete set null (lead_id),
  -- Nothing on delete: a client that is used is archived.
  foreign key (organization_id, client_id) references public.clients (organization_id, id),
  constraint projects_key_is_a_short_word check (key ~ '^[A-Z][A-Z0-9]{1,9}$'),
  constraint projects_name_is_printable
    check (name <> '' and private.is_line(name, 120)),
  constraint projects_description_has_a_limit check (char_length(description) <= 20000),
  constraint projects_colour_is_hexadecimal check (colour ~ '^#[0-9a-f]{6}$'),
  constraint projects_budget_is_positive check (budget_minutes between 1 and 60000000),
  constraint projects_start_date_is_a_plausible_day
    check (start_date between '1900-01-01' and '2999-12-31'),
  constraint projects_due_date_is_a_plausible_day
    check (due_date between '1900-01-01' and '2999-12-31'),
  constraint projects_due_date_follows_start_date check (due_date >= start_date)
);
create index projects_organization_id_lead_id_idx on public.projects (organization_id, lead_id);
create index projects_organization_id_client_id_idx on public.projects (organization_id, client_id);
create index projects_created_by_idx on public.projects (created_by);
create index projects_organization_id_created_at_id_idx
  on public.projects (organization_id, created_at, id);
create index projects_organization_id_name_id_idx on public.projects (organization_id, name, id);
create index projects_organization_id_status_idx on public.projects (organization_id, status);
create index projects_organization_id_private_idx on public.projects (organization_id)
  where visibility = 'private';

create table public.project_members (
  organization_id uuid not null,
  project_id uuid not null,
  user_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, project_id, user_id),
  foreign key (organization_id, project_id)
    references public.projects (organization_id, id) on delete cascade,
  foreign key (organization_id, user_id)
    references public.memberships (organization_id, user_id) on delete cascade
);
create index project_members_organization_id_user_id_idx
  on public.project_members (organization_id, user_id);


/*
 * The second half of every policy at or below a project. Over all memberships, whatever their role
 * holds, because what it leaves out is shown.
 */
create function private.hidden_project_ids()
returns uuid[]
language plpgsql stable security definer
set search_path = ''
as $$
begin
  -- Elevated because policies on projects ask this very question; the answer is bound to the
  -- caller.
  return (
    select coalesce(array_agg(projects.id), '{}')
    from public.memberships
    join public.projects
      on projects.organization_id = memberships.organization_id
      and projects.visibility = 'private'
    where memberships.user_id = (select auth.uid())
      and memberships.is_active
      and projects.organization_id <> all (
        (select private.organization_ids_with('projects.read_private'))::uuid[]
      )
      and not exists (
        select from public.project_members
        where project_members.organization_id = projects.organization_id
          and project_members.project_id = projects.id
          and project_members.user_id = memberships.user_id
      )
  );
end;
$$;
comment on function private.hidden_project_ids() is
  'The private projects of the caller''s organizations that the caller may not see.';
grant execute on function private.hidden_project_ids() to authenticated;


create function private.tg_projects__refuse_archived()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  perform private.throw_error(
    'project_archived', 409,
    format('The project %s is archived and cannot be changed.', old.key),
    hint => 'Bring it back from the archive first.'
  );
  return null;
end;
$$;

-- Only the way back is open. What the database does by itself (a lead who leaves) is not refused.
create trigger _100_refuse_archived
  before update on public.projects
  for each row
  when (old.archived_at is not null and new.archived_at is not null and pg_trigger_depth() = 0)
  execute function private.tg_projects__refuse_archived();


-- The same for every table below a project; after the row, for the reason given at
-- private.tg_any__refuse_suspended.
create function private.tg_any__refuse_archived_project()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
declare
  v_row record := case tg_op when 'DELETE' then old else new end;
  v_key text;
begin
  -- Elevated because a role may write here without reading projects; it only ever refuses.
  select projects.key into v_key
  from public.projects
  where projects.organization_id = v_row.organization_id
    and projects.id = v_row.project_id
    and projects.archived_at is not null;
  if found then
    perform private.throw_error(
      'project_archived', 409,
      format('The project %s is archived and cannot be changed.', v_key),
      hint => 'Bring it back from the archive first.'
    );
  end if;
  return null;
end;
$$;
comment on function private.tg_any__refuse_archived_project() is
  'Refuses changes to a row whose project is archived.';

create trigger _200_refuse_suspended
  after insert or update or delete on public.projects
  for each row when (auth.uid() is not null and pg_trigger_depth() = 0)
  execute function private.tg_any__refuse_suspended();

create trigger _200_refuse_suspended
  after insert or update or delete on public.project_members
  for each row when (auth.uid() is not null and pg_trigger_depth() = 0)
  execute function private.tg_any__refuse_suspended();

create trigger _210_refuse_archived_project
  after insert or delete on public.project_members
  for each row when (auth.uid() is not null and pg_trigger_depth() = 0)
  execute function private.tg_any__refuse_archived_project();

create trigger _900_count_change
  before update on public.projects
  for each row execute function private.tg_any__count_change();


alter table public.projects enable row level security;
alter table public.project_members enable row level security;

create policy select_reader on public.projects for select to authenticated
  using (
    organization_id = any ((select private.organization_ids_with('projects.read'))::uuid[])
    and id <> all ((select private.hidden_project_ids())::uuid[])
  );

create policy insert_writer on public.projects for insert to authenticated
  with check (
    organization_id = any ((select private.organization_ids_with('projects.write'))::uuid[])
    and created_by = (select auth.uid())
  );

create policy update_writer on public.projects for update to authenticated
  using (
    organization_id = any ((select private.organization_ids_with('projects.write'))::uuid[])
    and id <> all ((select private.hidden_project_ids())::uuid[])
  )
  with check (
    organization_id = any ((select private.organization_ids_with('projects.write'))::uuid[])
    and id <> all ((select private.hidden_project_ids())::uuid[])
  );

create policy delete_deleter on public.projects for delete to authenticated
  using (
    organization_id = any ((select private.organization_ids_with('projects.delete'))::uuid[])
    and id <> all ((select private.hidden_project_ids())::uuid[])
  );

create policy select_reader on public.project_members for select to authenticated
  using (
    organization_id = any ((select private.organization_ids_with('projects.read'))::uuid[])
    and project_id <> all ((select private.hidden_project_ids())::uuid[])
  );

create policy insert_writer on public.project_members for insert to authenticated
  with check (
    organization_id = any ((select private.organization_ids_with('projects.write'))::uuid[])
    and project_id <> all ((select private.hidden_project_ids())::uuid[])
  );

create policy delete_writer on public.project_members for delete to authenticated
  using (
    organization_id = any ((select private.organization_ids_with('projects.write'))::uuid[])
    and project_id <> all ((select private.hidden_project_ids())::uuid[])
  );
-- No update: being in a project has no properties.

grant select, delete on public.projects to authenticated;
grant insert (
  organization_id, key, name, description, colour, status, visibility, lead_id, client_id,
  budget_minutes, start_date, due_date
) on public.projects to authenticated;
-- Not the key: it is part of every task's name, which people quote elsewhere.
grant update (
  name, description, colour, status, visibility, lead_id, client_id, budget_minutes,
  start_date, due_date, archived_at
) on public.projects to authenticated;
grant select, delete on public.project_members to authenticated;
grant insert (organization_id, project_id, user_id) on public.project_members to authenticated;
grant select, insert, update, delete on public.projects, public.project_members to service_role;

comment on table public.projects is 'A piece of work with its own tasks, statuses and people.';
comment on column public.projects.key is
  'Front of its tasks'' names (ACME-42); derived from the name if not given, then fixed.';
comment on column public.projects.description is 'Markdown.';
comment on column public.projects.colour is 'Six hexadecimal digits after #, lower case.';
comment on column public.projects.visibility is
  'organization: all who read projects; private: its members only.';
comment on column public.projects.lead_id is 'The member who answers for it.';
comment on column public.projects.client_id is
  'For whom the work is done; who may not read clients learns no more than this id.';
comment on column public.projects.budget_minutes is 'How much time the work may take, in minutes.';
comment on column public.projects.archived_at is 'Since when it is out of the way and read-only.';
comment on column public.projects.version is
  'Grows with each change; an update names the version it read.';
comment on table public.project_members is 'A person in a project; decides who sees a private one.';
