/*
 * Labels: words of an organization's own to sort tasks by. Who holds tasks.read sees them,
 * projects.write makes, renames and deletes them; whoever may change a task puts them on it. Below
 * them what every table below a task needs: its project from its task, and its news.
 */

/*
 * For tables below a task: a row that does not name its project gets the task's. Runs before
 * row-level security has judged the row, so what it says must not tell a task that is hidden from
 * one that is not there: for the latter it gives row-level security's own answer.
 */
create function private.tg_any__take_project_of_task()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because a task counts whether or not one may read it; it tells nothing of it, for the
  -- policies judge the project that it fills in.
  select tasks.project_id into new.project_id
  from public.tasks
  where tasks.organization_id = new.organization_id and tasks.id = new.task_id;
  if not found and auth.uid() is not null then
    raise insufficient_privilege using message = format(
      'new row violates row-level security policy for table "%s"', tg_table_name
    );
  end if;
  return new;
end;
$$;
comment on function private.tg_any__take_project_of_task() is
  'Fills in the project of a row that names its task alone.';


-- Rows that only tie something to a task have no id of their own: their event carries the task's.
-- What goes with the task, or with what it is tied to, is told by that one's own event.
create function private.tg_any__broadcast_of_task()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because nobody may send into a private channel; it says of a task only that it
  -- changed.
  perform private.send_row_events(tg_table_name, tg_op, (
    select array_agg(distinct (
      private.project_topic(projects.organization_id, projects.id, projects.visibility),
      projects.id,
      changed.task_id,
      null
    )::private.row_event)
    from changed
    join public.projects
      on projects.organization_id = changed.organization_id and projects.id = changed.project_id
  ));
  return null;
end;
$$;
comment on function private.tg_any__broadcast_of_task() is
  'Tells a project''s listeners that what is tied to its tasks changed; the trigger names it '
  '"changed".';


create table public.labels (
  id uuid primary key default private.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  name text not null,
  colour text not null default '#64748b',
  created_by uuid references public.profiles default auth.uid(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version integer not null default 1,
  unique (organization_id, id),
  constraint labels_name_is_printable check (name <> '' and private.is_line(name, 60)),
  constraint labels_colour_is_hexadecimal check (colour ~ '^#[0-9a-f]{6}$')
);
create unique index labels_organization_id_lower_idx
  on public.labels (organization_id, lower(name));
create index labels_organization_id_name_id_idx on public.labels (organization_id, name, id);
create index labels_created_by_idx on public.labels (created_by);

create table public.task_labels (
  organization_id uuid not null,
  -- Zero asks for the task's; the foreign key proves that it was given.
  project_id uuid not null default '00000000-0000-0000-0000-000000000000',
  task_id uuid not null,
  label_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, task_id, project_id, label_id),
  foreign key (organization_id, project_id, task_id)
    references public.tasks (organization_id, project_id, id) on delete cascade,
  foreign key (organization_id, label_id)
    references public.labels (organization_id, id) on delete cascade
);
create index task_labels_organization_id_label_id_task_id_idx
  on public.task_labels (organization_id, label_id, task_id);


create trigger _100_take_project_of_task
  before insert on public.task_labels
  for each row
  when (coalesce(new.project_id, '00000000-0000-0000-0000-000000000000')
    = '00000000-0000-0000-0000-000000000000')
  execute function private.tg_any__take_project_of_task();

create trigger _200_refuse_suspended
  after insert or update or delete on public.labels
  for each row when (auth.uid() is not null and pg_trigger_depth() = 0)
  execute function private.tg_any__refuse_suspended();

create trigger _200_refuse_suspended
  after insert or update or delete on public.task_labels
  for each row when (auth.uid() is not null and pg_trigger_depth() = 0)
  execute function private.tg_any__refuse_suspended();

create trigger _210_refuse_archived_project
  after insert or update or delete on public.task_labels
  for each row when (pg_trigger_depth() = 0)
  execute function private.tg_any__refuse_archived_project();

create trigger _800_broadcast_insert
  after insert on public.labels
  referencing new table as changed
  for each statement execute function private.tg_any__broadcast_to_organization();

create trigger _800_broadcast_update
  after update on public.labels
  referencing new table as changed
  for each statement execute function private.tg_any__broadcast_to_organization();

create trigger _800_broadcast_delete
  after delete on public.labels
  referencing old table as changed
  for each statement when (pg_trigger_depth() = 0)
  execute function private.tg_any__broadcast_to_organization();

create trigger _800_broadcast_insert
  after insert on public.task_labels
  referencing new table as changed
  for each statement execute function private.tg_any__broadcast_of_task();

create trigger _800_broadcast_delete
  after delete on public.task_labels
  referencing old table as changed
  for each statement when (pg_trigger_depth() = 0)
  execute function private.tg_any__broadcast_of_task();

create trigger _900_count_change
  before update on public.labels
  for each row execute function private.tg_any__count_change();


alter table public.labels enable row level security;
alter table public.task_labels enable row level security;

create policy select_reader on public.labels for select to authenticated
  using (organization_id = any ((select private.organization_ids_with('tasks.read'))::uuid[]));

create policy insert_writer on public.labels for insert to authenticated
  with check (
    organization_id = any ((select private.organization_ids_with('projects.write'))::uuid[])
    and created_by = (select auth.uid())
  );

create policy update_writer on public.labels for update to authenticated
  using (organization_id = any ((select private.organization_ids_with('projects.write'))::uuid[]))
  with check (
    organization_id = any ((select private.organization_ids_with('projects.write'))::uuid[])
  );

create policy delete_writer on public.labels for delete to authenticated
  using (organization_id = any ((select private.organization_ids_with('projects.write'))::uuid[]));

create policy select_reader on public.task_labels for select to authenticated
  using (
    organization_id = any ((select private.organization_ids_with('tasks.read'))::uuid[])
    and project_id <> all ((select private.hidden_project_ids())::uuid[])
  );

-- The inner query runs under the policies of tasks: one's own are those that one sees.
create policy insert_writer on public.task_labels for insert to authenticated
  with check (
    project_id <> all ((select private.hidden_project_ids())::uuid[])
    and (
      organization_id = any ((select private.organization_ids_with('tasks.write'))::uuid[])
      or organization_id = any ((select private.organization_ids_with('tasks.write_own'))::uuid[])
        and exists (
          select from public.tasks
          where tasks.organization_id = task_labels.organization_id
            and tasks.id = task_labels.task_id
            and (select auth.uid()) in (tasks.reporter_id, tasks.assignee_id)
        )
    )
  );

create policy delete_writer on public.task_labels for delete to authenticated
  using (
    project_id <> all ((select private.hidden_project_ids())::uuid[])
    and (
      organization_id = any ((select private.organization_ids_with('tasks.write'))::uuid[])
      or organization_id = any ((select private.organization_ids_with('tasks.write_own'))::uuid[])
        and exists (
          select from public.tasks
          where tasks.organization_id = task_labels.organization_id
            and tasks.id = task_labels.task_id
            and (select auth.uid()) in (tasks.reporter_id, tasks.assignee_id)
        )
    )
  );
-- No update: a label is on a task or not.

grant select, delete on public.labels, public.task_labels to authenticated;
grant insert (organization_id, name, colour) on public.labels to authenticated;
grant update (name, colour) on public.labels to authenticated;
grant insert (organization_id, project_id, task_id, label_id) on public.task_labels
  to authenticated;
grant select, insert, update, delete on public.labels, public.task_labels to service_role;

comment on table public.labels is 'A word of an organization''s own to sort its tasks by.';
comment on column public.labels.name is 'Unique in the organization, whatever its capitals.';
comment on column public.labels.colour is 'Six hexadecimal digits after #, lower case.';
comment on column public.labels.version is
  'Grows with each change; an update names the version it read.';
comment on table public.task_labels is
  'A label on a task. Its row event carries the id of the task.';
comment on column public.task_labels.project_id is 'The task''s; filled in if not given.';
