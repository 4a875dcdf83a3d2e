/*
 * Row events: that something changed, never what. Payload { table, id, project_id, version,
 * actor_id }; whoever hears it reads the row again, under row-level security. Rows of a private
 * project are told on the project's own topic only. More than 50 rows of one project in one
 * statement become a single RELOAD without id, since Realtime drops what exceeds its rate.
 */
create type private.row_event as (topic text, project_id uuid, id uuid, version integer);
comment on type private.row_event is
  'One changed row and the topic whose listeners may learn of it.';


create function private.project_topic(organization_id uuid, project_id uuid, visibility text)
returns text
language sql immutable
set search_path = ''
as $$
  select case visibility
    when 'private' then 'project:' || project_id
    else 'org:' || organization_id
  end;
$$;
comment on function private.project_topic(uuid, uuid, text) is
  'Where the changes of a project''s rows are told.';


create function private.send_row_events(table_name text, event text, rows private.row_event[])
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_message record;
begin
  for v_message in
    with changed as (
      select *, count(*) over (partition by topic, project_id) as siblings
      from unnest(send_row_events.rows)
    )
    select send_row_events.event as name, topic, project_id, id, version
    from changed
    where siblings <= 50
    union all
    select distinct 'RELOAD', topic, project_id, null::uuid, null::integer
    from changed
    where siblings > 50
  loop
    perform realtime.send(
      jsonb_build_object(
        'table', send_row_events.table_name,
        'id', v_message.id,
        'project_id', v_message.project_id,
        'version', v_message.version,
        'actor_id', auth.uid()
      ),
      v_message.name,
      v_message.topic,
      true
    );
  end loop;
end;
$$;


-- For tables below a project. When the project itself is deleted it is already gone here, and its
-- own event says all.
create function private.tg_any__broadcast()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because nobody may send into a private channel; it says of a row only that it changed.
  perform private.send_row_events(tg_table_name, tg_op, (
    select array_agg((
      private.project_topic(projects.organization_id, projects.id, projects.visibility),
      projects.id,
      changed.id,
      changed.version
    )::private.row_event)
    from changed
    join public.projects
      on projects.organization_id = changed.organization_id and projects.id = changed.project_id
  ));
  return null;
end;
$$;
comment on function private.tg_any__broadcast() is
  'Tells a project''s listeners that rows of a table changed; the trigger names them "changed".';


create function private.tg_projects__broadcast()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because nobody may send into a private channel; it says of a row only that it changed.
  perform private.send_row_events('projects', tg_op, (
    select array_agg((
      private.project_topic(changed.organization_id, changed.id, changed.visibility),
      changed.id,
      changed.id,
      changed.version
    )::private.row_event)
    from changed
  ));

  -- Those who just lost sight of a project have to let go of it, and those who gained it have to
  -- fetch it.
  if tg_op = 'UPDATE' then
    perform private.send_row_events('projects', tg_op, (
      select array_agg((
        private.project_topic(former.organization_id, former.id, former.visibility),
        changed.id,
        changed.id,
        changed.version
      )::private.row_event)
      from changed
      join former using (id)
      where former.visibility <> changed.visibility
    ));
  end if;
  return null;
end;
$$;


create trigger _800_broadcast_insert
  after insert on public.projects
  referencing new table as changed
  for each statement execute function private.tg_projects__broadcast();

create trigger _800_broadcast_update
  after update on public.projects
  referencing old table as former new table as changed
  for each statement execute function private.tg_projects__broadcast();

create trigger _800_broadcast_delete
  after delete on public.projects
  referencing old table as changed
  for each statement execute function private.tg_projects__broadcast();

create trigger _800_broadcast_insert
  after insert on public.project_statuses
  referencing new table as changed
  for each statement execute function private.tg_any__broadcast();

create trigger _800_broadcast_update
  after update on public.project_statuses
  referencing new table as changed
  for each statement execute function private.tg_any__broadcast();

create trigger _800_broadcast_delete
  after delete on public.project_statuses
  referencing old table as changed
  for each statement execute function private.tg_any__broadcast();

create trigger _800_broadcast_insert
  after insert on public.tasks
  referencing new table as changed
  for each statement execute function private.tg_any__broadcast();

create trigger _800_broadcast_update
  after update on public.tasks
  referencing new table as changed
  for each statement execute function private.tg_any__broadcast();

create trigger _800_broadcast_delete
  after delete on public.tasks
  referencing old table as changed
  for each statement execute function private.tg_any__broadcast();
