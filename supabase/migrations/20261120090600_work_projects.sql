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


create function private.project_key_from(name text)
returns text
language sql stable
set search_path = ''
as $$
  -- Initials of several words, the front of a single one; a key starts with a letter and has two at
  -- least.
  select case
    when candidate ~ '^[A-Z][A-Z0-9]+$' then candidate
    else left('P' || candidate || '1', 5)
  end
  from (
    select upper(
      case
        when cardinality(words) > 1 then left((select string_agg(left(word, 1), '' order by rank)
          from unnest(words) with ordinality as part (word, rank)), 5)
        else left(words[1], 4)
      end
    ) as candidate
    from (select string_to_array(private.slugify(name, 'project'), '-') as words) as split
  ) as derived;
$$;
comment on function private.project_key_from(text) is
  'A key that reminds of the name: "Website relaunch" gives WR.';


create function private.tg_projects__derive_key()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
declare
  v_base text := private.project_key_from(new.name);
  v_taken bigint[];
begin
  -- Elevated because a key may be taken by a project that the caller cannot see; it reads nothing
  -- else. The lock makes two projects named alike in the same instant get two keys.
  perform pg_advisory_xact_lock(hashtextextended('projects.key:' || new.organization_id, 0));
  -- One look at all of its kind: a thousand projects of like names come in one statement.
  select array_agg(coalesce(nullif(substr(projects.key, length(v_base) + 1), '')::bigint, 1))
  into v_taken
  from public.projects
  where projects.organization_id = new.organization_id
    and starts_with(projects.key, v_base)
    and substr(projects.key, length(v_base) + 1) ~ '^([2-9]|[1-9][0-9]+)?$';

  select v_base || coalesce(nullif(number, 1)::text, '') into new.key
  from generate_series(1, coalesce(cardinality(v_taken), 0) + 1) as number
  where number <> all (coalesce(v_taken, '{}'))
  order by number
  limit 1;
  return new;
end;
$$;

create trigger _100_derive_key
  before insert on public.projects
  for each row when (coalesce(new.key, '') = '')
  execute function private.tg_projects__derive_key();


-- Before row-level security has judged the row: only who may create projects here hears that a key
-- is taken, also by a project that they cannot see, for keys are quoted wherever people talk. The
-- lock is that of derived keys.
create function private.tg_projects__refuse_taken_key()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because a key may be taken by a project that the caller cannot see; it only ever
  -- refuses, and those it does not speak to hear row-level security or the constraint.
  if new.organization_id <> all (private.organization_ids_with('projects.write')) then
    return new;
  end if;
  perform pg_advisory_xact_lock(hashtextextended('projects.key:' || new.organization_id, 0));
  if exists (
    select from public.projects
    where projects.organization_id = new.organization_id and projects.key = new.key
  ) then
    perform private.throw_error(
      'key_taken', 409,
      format('Another project of this organization has the key %s.', new.key),
      hint => 'Choose another one, or leave it to the name.'
    );
  end if;
  return new;
end;
$$;

create trigger _110_refuse_taken_key
  before insert on public.projects
  for each row when (coalesce(new.key, '') <> '')
  execute function private.tg_projects__refuse_taken_key();


-- That a person is a member at all is the foreign key's business. Locked, so that nobody is
-- suspended in the meantime.
create function private.refuse_suspended_member(organization_id uuid, user_id uuid, message text)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_is_active boolean;
begin
  select memberships.is_active into v_is_active
  from public.memberships
  where memberships.organization_id = refuse_suspended_member.organization_id
    and memberships.user_id = refuse_suspended_member.user_id
  for share;
  if not v_is_active then
    perform private.throw_error('member_suspended', 409, message, hint => 'Restore them first.');
  end if;
end;
$$;


create function private.tg_projects__refuse_suspended_lead()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because the caller need not see other members' rights; it only ever refuses.
  perform private.refuse_suspended_member(
    new.organization_id, new.lead_id, 'A suspended member cannot lead a project.'
  );
  return null;
end;
$$;

create trigger _110_refuse_suspended_lead_on_insert
  after insert on public.projects
  for each row when (new.lead_id is not null)
  execute function private.tg_projects__refuse_suspended_lead();

create trigger _110_refuse_suspended_lead_on_update
  after update on public.projects
  for each row when (new.lead_id is not null and new.lead_id is distinct from old.lead_id)
  execute function private.tg_projects__refuse_suspended_lead();


create function private.tg_project_members__refuse_suspended_member()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because the caller need not see other members' rights; it only ever refuses.
  perform private.refuse_suspended_member(
    new.organization_id, new.user_id, 'A suspended member cannot be added to a project.'
  );
  return null;
end;
$$;

create trigger _110_refuse_suspended_member
  after insert on public.project_members
  for each row execute function private.tg_project_members__refuse_suspended_member();


-- Whoever creates a project or makes it private stays inside, and so do its lead and those who have
-- open work in it: refusing would only make people unassign what is under way. They stand in the
-- list of members, from which they can be taken.
create function private.tg_projects__admit_people()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because a new private project is hidden until this has run; it admits active members
  -- only.
  insert into public.project_members (organization_id, project_id, user_id)
  select memberships.organization_id, new.id, memberships.user_id
  from public.memberships
  where memberships.organization_id = new.organization_id
    and memberships.is_active
    and (
      memberships.user_id = new.lead_id
      or (tg_op = 'INSERT' or new.visibility <> old.visibility)
        and (
          memberships.user_id = coalesce(auth.uid(), new.created_by)
          or exists (
            select from public.tasks
            where tasks.organization_id = new.organization_id
              and tasks.project_id = new.id
              and tasks.assignee_id = memberships.user_id
              and tasks.completed_at is null
              and tasks.archived_at is null
          )
        )
    )
  on conflict do nothing;
  return null;
end;
$$;

create trigger _500_admit_people_to_new_project
  after insert on public.projects
  for each row execute function private.tg_projects__admit_people();

create trigger _500_admit_people_to_changed_project
  after update of visibility, lead_id on public.projects
  for each row
  when (
    new.visibility = 'private'
    and (new.visibility, new.lead_id) is distinct from (old.visibility, old.lead_id)
  )
  execute function private.tg_projects__admit_people();


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
