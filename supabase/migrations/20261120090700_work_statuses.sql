/*
 * Statuses: the columns of a project's board, and the ways between them. Who reads the project
 * reads them, projects.write changes them. Every project is born with todo, in_progress, review and
 * done. Without transitions a task may go from any status to any other; with them, only along one.
 */

-- Rows that people put in order by hand carry a fractional index: between any two positions there
-- is a third, so that a move changes one row. The form is that of the npm package
-- fractional-indexing, which the clients use: a first letter that says how many digits the integer
-- part has (a = 1, b = 2, …; downwards from Z before the beginning), the integer, and a fraction
-- without trailing zero, all of it in base 62 and compared byte by byte.
create function private.fractional_index_integer_length(value text)
returns integer
language sql immutable
set search_path = ''
as $$
  select case
    when ascii(value) between 97 and 122 then ascii(value) - 95
    else 92 - ascii(value)
  end;
$$;

create function private.is_fractional_index(value text)
returns boolean
language sql immutable
set search_path = ''
as $$
  select value ~ '^[A-Za-z][0-9A-Za-z]{1,199}$'
    and char_length(value) >= private.fractional_index_integer_length(value)
    and (char_length(value) = private.fractional_index_integer_length(value) or value !~ '0$')
    and value <> 'A' || repeat('0', 26);
$$;
comment on function private.is_fractional_index(text) is
  'Whether every client can put a row before and after this position.';
-- Checked on every insert and update of a position, by whoever makes it.
grant execute on function private.fractional_index_integer_length(text)
  to authenticated, service_role;
grant execute on function private.is_fractional_index(text) to authenticated, service_role;


create function private.position_after(value text)
returns text
language plpgsql immutable
set search_path = ''
as $$
declare
  v_digits constant text := '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  v_head text := left(value, 1);
  v_length integer := private.fractional_index_integer_length(value) - 1;
  v_integer text := substr(value, 2, v_length);
begin
  if value is null then
    return 'a0';
  end if;
  for v_at in reverse v_length .. 1 loop
    if substr(v_integer, v_at, 1) <> 'z' then
      return v_head
        || left(v_integer, v_at - 1)
        || substr(v_digits, strpos(v_digits, substr(v_integer, v_at, 1)) + 1, 1)
        || repeat('0', v_length - v_at);
    end if;
  end loop;
  return case
    when v_head = 'Z' then 'a0'
    when v_head = 'z' then value || 'V'
    when v_head < 'Z' collate "C" then chr(ascii(v_head) + 1) || repeat('0', v_length - 1)
    else chr(ascii(v_head) + 1) || repeat('0', v_length + 1)
  end;
end;
$$;
comment on function private.position_after(text) is
  'The next fractional index after a position; the first one after null.';


create table public.project_statuses (
  id uuid primary key default private.uuid_v7(),
  organization_id uuid not null,
  project_id uuid not null,
  key text not null,
  name text not null,
  category text not null check (category in ('todo', 'in_progress', 'done')),
  position text not null collate "C",
  wip_limit integer,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version integer not null default 1,
  unique (organization_id, id),
  unique (organization_id, project_id, key),
  foreign key (organization_id, project_id)
    references public.projects (organization_id, id) on delete cascade,
  constraint project_statuses_key_is_an_identifier check (key ~ '^[a-z][a-z0-9_]{0,39}$'),
  constraint project_statuses_name_is_printable
    check (name <> '' and private.is_line(name, 60)),
  constraint project_statuses_position_is_a_fractional_index
    check (private.is_fractional_index(position)),
  constraint project_statuses_wip_limit_is_a_small_number check (wip_limit between 1 and 999)
);
create index project_statuses_organization_id_project_id_position_idx
  on public.project_statuses (organization_id, project_id, position);

create table public.status_transitions (
  organization_id uuid not null,
  project_id uuid not null,
  from_status text not null,
  to_status text not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, project_id, from_status, to_status),
  foreign key (organization_id, project_id, from_status)
    references public.project_statuses (organization_id, project_id, key) on delete cascade,
  foreign key (organization_id, project_id, to_status)
    references public.project_statuses (organization_id, project_id, key) on delete cascade,
  constraint status_transitions_lead_somewhere_else check (from_status <> to_status)
);
create index status_transitions_organization_id_project_id_to_status_idx
  on public.status_transitions (organization_id, project_id, to_status);


create function private.tg_projects__create_statuses()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because a new private project is hidden from its own creator's statement; it fills
  -- that project only.
  insert into public.project_statuses (organization_id, project_id, key, name, category, position)
  values
    (new.organization_id, new.id, 'todo', 'To do', 'todo', 'a0'),
    (new.organization_id, new.id, 'in_progress', 'In progress', 'in_progress', 'a1'),
    (new.organization_id, new.id, 'review', 'Review', 'in_progress', 'a2'),
    (new.organization_id, new.id, 'done', 'Done', 'done', 'a3');
  return null;
end;
$$;

create trigger _510_create_statuses
  after insert on public.projects
  for each row execute function private.tg_projects__create_statuses();

-- A task has to be somewhere. Two who delete the last two come one after the other.
create function private.tg_project_statuses__keep_one()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because the count must not depend on what the caller may see; it only ever refuses.
  perform from public.projects where projects.id = old.project_id for no key update;
  if not found then
    return null; -- the project itself is going, and its statuses with it
  end if;

  if not exists (
    select from public.project_statuses
    where project_statuses.organization_id = old.organization_id
      and project_statuses.project_id = old.project_id
  ) then
    perform private.throw_error(
      'last_status', 409, 'A project always keeps at least one status.',
      hint => 'Add another one first.'
    );
  end if;
  return null;
end;
$$;

create trigger _100_keep_one
  after delete on public.project_statuses
  for each row execute function private.tg_project_statuses__keep_one();

create trigger _200_refuse_suspended
  after insert or update or delete on public.project_statuses
  for each row when (auth.uid() is not null and pg_trigger_depth() = 0)
  execute function private.tg_any__refuse_suspended();

create trigger _210_refuse_archived_project
  after insert or update or delete on public.project_statuses
  for each row when (pg_trigger_depth() = 0)
  execute function private.tg_any__refuse_archived_project();

create trigger _200_refuse_suspended
  after insert or update or delete on public.status_transitions
  for each row when (auth.uid() is not null and pg_trigger_depth() = 0)
  execute function private.tg_any__refuse_suspended();

create trigger _210_refuse_archived_project
  after insert or update or delete on public.status_transitions
  for each row when (pg_trigger_depth() = 0)
  execute function private.tg_any__refuse_archived_project();

create trigger _900_count_change
  before update on public.project_statuses
  for each row execute function private.tg_any__count_change();


alter table public.project_statuses enable row level security;
alter table public.status_transitions enable row level security;

create policy select_reader on public.project_statuses for select to authenticated
  using (
    organization_id = any ((select private.organization_ids_with('projects.read'))::uuid[])
    and project_id <> all ((select private.hidden_project_ids())::uuid[])
  );

create policy insert_writer on public.project_statuses for insert to authenticated
  with check (
    organization_id = any ((select private.organization_ids_with('projects.write'))::uuid[])
    and project_id <> all ((select private.hidden_project_ids())::uuid[])
  );

create policy update_writer on public.project_statuses for update to authenticated
  using (
    organization_id = any ((select private.organization_ids_with('projects.write'))::uuid[])
    and project_id <> all ((select private.hidden_project_ids())::uuid[])
  )
  with check (
    organization_id = any ((select private.organization_ids_with('projects.write'))::uuid[])
    and project_id <> all ((select private.hidden_project_ids())::uuid[])
  );

create policy delete_writer on public.project_statuses for delete to authenticated
  using (
    organization_id = any ((select private.organization_ids_with('projects.write'))::uuid[])
    and project_id <> all ((select private.hidden_project_ids())::uuid[])
  );

create policy select_reader on public.status_transitions for select to authenticated
  using (
    organization_id = any ((select private.organization_ids_with('projects.read'))::uuid[])
    and project_id <> all ((select private.hidden_project_ids())::uuid[])
  );

create policy insert_writer on public.status_transitions for insert to authenticated
  with check (
    organization_id = any ((select private.organization_ids_with('projects.write'))::uuid[])
    and project_id <> all ((select private.hidden_project_ids())::uuid[])
  );

create policy delete_writer on public.status_transitions for delete to authenticated
  using (
    organization_id = any ((select private.organization_ids_with('projects.write'))::uuid[])
    and project_id <> all ((select private.hidden_project_ids())::uuid[])
  );
-- No update: a way is there or not.

grant select, delete on public.project_statuses to authenticated;
grant insert (organization_id, project_id, key, name, category, position, wip_limit)
  on public.project_statuses to authenticated;
-- Not the key: tasks are in it.
grant update (name, category, position, wip_limit) on public.project_statuses to authenticated;
grant select, delete on public.status_transitions to authenticated;
grant insert (organization_id, project_id, from_status, to_status)
  on public.status_transitions to authenticated;
grant select, insert, update, delete on public.project_statuses, public.status_transitions
  to service_role;

comment on table public.project_statuses is 'A stage of a project''s work; a column of its board.';
comment on column public.project_statuses.key is 'Stable name that tasks refer to.';
comment on column public.project_statuses.category is
  'What the stage means: not begun, under way, or complete.';
comment on column public.project_statuses.position is
  'Fractional index: order from left to right, compared byte by byte.';
comment on column public.project_statuses.wip_limit is
  'How many tasks should be in it at once, if limited. The board warns; nothing is refused.';
comment on column public.project_statuses.version is
  'Grows with each change; an update names the version it read.';
comment on table public.status_transitions is
  'A way that tasks of a project may go; without any, all ways are open.';
