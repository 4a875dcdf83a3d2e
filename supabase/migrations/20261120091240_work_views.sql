/*
 * Saved views: a filter, an order and a layout of tasks under a name. Whoever reads tasks keeps
 * views of their own and may share them with the organization; who made a shared one changes it,
 * and so does projects.write. A view of a project is there for who sees the project.
 */
create table public.saved_views (
  id uuid primary key default private.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  project_id uuid,
  owner_id uuid not null references public.profiles default auth.uid(),
  name text not null,
  layout text not null default 'list' check (layout in ('list', 'board', 'calendar')),
  query jsonb not null default '{}',
  is_shared boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version integer not null default 1,
  unique (organization_id, id),
  foreign key (organization_id, project_id)
    references public.projects (organization_id, id) on delete cascade,
  constraint saved_views_name_is_printable check (name <> '' and private.is_line(name, 60)),
  constraint saved_views_query_is_a_small_object
    check (jsonb_typeof(query) = 'object' and octet_length(query::text) <= 8192)
);
create unique index saved_views_owner_id_project_id_name_idx
  on public.saved_views (organization_id, owner_id, project_id, lower(name)) nulls not distinct;
create index saved_views_organization_id_project_id_name_id_idx
  on public.saved_views (organization_id, project_id, name, id);
create index saved_views_owner_id_idx on public.saved_views (owner_id);


-- What somebody kept for themselves goes with them; what they shared stays.
create function private.tg_memberships__end_private_views()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because nobody else may touch private views; it reaches those of who just left.
  delete from public.saved_views
  where saved_views.organization_id = old.organization_id
    and saved_views.owner_id = old.user_id
    and not saved_views.is_shared;
  return null;
end;
$$;

create trigger _500_end_private_views
  after delete on public.memberships
  for each row execute function private.tg_memberships__end_private_views();


-- A private view is its owner's business alone; a shared one is told where its project's rows are.
create function private.tg_saved_views__broadcast()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because nobody may send into a private channel; it says of a row only that it changed.
  perform private.send_row_events(tg_table_name, tg_op, (
    select array_agg((
      case
        when not changed.is_shared then 'user:' || changed.owner_id
        else private.project_topic(changed.organization_id, changed.project_id, projects.visibility)
      end,
      changed.project_id,
      changed.id,
      changed.version
    )::private.row_event)
    from changed
    left join public.projects
      on projects.organization_id = changed.organization_id and projects.id = changed.project_id
  ));

  -- Those who just lost sight of a view have to let go of it, and its owner hears both.
  if tg_op = 'UPDATE' then
    perform private.send_row_events(tg_table_name, tg_op, (
      select array_agg((
        case
          when not former.is_shared then 'user:' || former.owner_id
          else private.project_topic(former.organization_id, former.project_id, projects.visibility)
        end,
        former.project_id,
        former.id,
        changed.version
      )::private.row_event)
      from changed
      join former using (id)
      left join public.projects
        on projects.organization_id = former.organization_id and projects.id = former.project_id
      where former.is_shared <> changed.is_shared
    ));
  end if;
  return null;
end;
$$;

create trigger _800_broadcast_insert
  after insert on public.saved_views
  referencing new table as changed
  for each statement execute function private.tg_saved_views__broadcast();

create trigger _800_broadcast_update
  after update on public.saved_views
  referencing old table as former new table as changed
  for each statement execute function private.tg_saved_views__broadcast();

create trigger _800_broadcast_delete
  after delete on public.saved_views
  referencing old table as changed
  for each statement when (pg_trigger_depth() = 0)
  execute function private.tg_saved_views__broadcast();

create trigger _200_refuse_suspended
  after insert or update or delete on public.saved_views
  for each row when (auth.uid() is not null and pg_trigger_depth() = 0)
  execute function private.tg_any__refuse_suspended();

create trigger _210_refuse_archived_project
  after insert or update or delete on public.saved_views
  for each row when (pg_trigger_depth() = 0)
  execute function private.tg_any__refuse_archived_project();

create trigger _900_count_change
  before update on public.saved_views
  for each row execute function private.tg_any__count_change();


alter table public.saved_views enable row level security;

create policy select_reader on public.saved_views for select to authenticated
  using (
    organization_id = any ((select private.organization_ids_with('tasks.read'))::uuid[])
    and (project_id is null or project_id <> all ((select private.hidden_project_ids())::uuid[]))
    and (is_shared or owner_id = (select auth.uid()))
  );

create policy insert_reader on public.saved_views for insert to authenticated
  with check (
    organization_id = any ((select private.organization_ids_with('tasks.read'))::uuid[])
    and (project_id is null or project_id <> all ((select private.hidden_project_ids())::uuid[]))
    and owner_id = (select auth.uid())
  );

create policy update_owner_or_writer on public.saved_views for update to authenticated
  using (
    (project_id is null or project_id <> all ((select private.hidden_project_ids())::uuid[]))
    and (
      organization_id = any ((select private.organization_ids_with('tasks.read'))::uuid[])
        and owner_id = (select auth.uid())
      or organization_id = any ((select private.organization_ids_with('projects.write'))::uuid[])
        and is_shared
    )
  )
  with check (
    (project_id is null or project_id <> all ((select private.hidden_project_ids())::uuid[]))
    and (
      organization_id = any ((select private.organization_ids_with('tasks.read'))::uuid[])
        and owner_id = (select auth.uid())
      or organization_id = any ((select private.organization_ids_with('projects.write'))::uuid[])
        and is_shared
    )
  );

create policy delete_owner_or_writer on public.saved_views for delete to authenticated
  using (
    (project_id is null or project_id <> all ((select private.hidden_project_ids())::uuid[]))
    and (
      organization_id = any ((select private.organization_ids_with('tasks.read'))::uuid[])
        and owner_id = (select auth.uid())
      or organization_id = any ((select private.organization_ids_with('projects.write'))::uuid[])
        and is_shared
    )
  );

grant select, delete on public.saved_views to authenticated;
grant insert (organization_id, project_id, name, layout, query, is_shared) on public.saved_views
  to authenticated;
grant update (name, layout, query, is_shared) on public.saved_views to authenticated;
grant select, insert, update, delete on public.saved_views to service_role;

comment on table public.saved_views is 'A way of looking at tasks, kept under a name.';
comment on column public.saved_views.project_id is 'Null looks across the projects.';
comment on column public.saved_views.owner_id is 'Who made it.';
comment on column public.saved_views.name is
  'Unique for its owner and project, whatever its capitals.';
comment on column public.saved_views.query is
  'Filter, order and grouping as the client''s address has them; at most 8 kB.';
comment on column public.saved_views.is_shared is
  'Whether all who may see its tasks'' project see it, or its owner alone.';
comment on column public.saved_views.version is
  'Grows with each change; an update names the version it read.';
