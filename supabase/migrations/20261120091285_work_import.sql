/*
 * Import: tasks from a file, some hundred rows a call. Row-level security and the rules of tasks
 * judge each row as if it had been typed; a row that is refused says why and holds up no other. A
 * call that is repeated under the same import_id creates nothing twice.
 */
create type public.import_result as (
  row_number integer,
  task_id uuid,
  number integer,
  code text,
  message text,
  details text
);
comment on type public.import_result is
  'What became of one row: its task, or the code and message of the refusal.';
comment on column public.import_result.task_id is 'Null if refused, and in a dry run.';
comment on column public.import_result.code is
  'Null if all is well; a code of docs/error-codes.md or an SQLSTATE.';
comment on column public.import_result.details is 'For a broken constraint its name.';


create table private.imported_tasks (
  user_id uuid not null references public.profiles on delete cascade,
  import_id uuid not null,
  row_number integer not null,
  task_id uuid not null references public.tasks on delete cascade,
  created_at timestamptz not null default now(),
  primary key (user_id, import_id, row_number)
);
create index imported_tasks_task_id_idx on private.imported_tasks (task_id);
comment on table private.imported_tasks is
  'Which row of whose import became which task, so that it is not created again.';

create function private.imported_rows(import_id uuid)
returns setof private.imported_tasks
language sql stable security definer
set search_path = ''
as $$
  -- Elevated because the table is nobody's to read; it tells the caller of their own imports only.
  select * from private.imported_tasks
  where imported_tasks.user_id = auth.uid()
    and imported_tasks.import_id = imported_rows.import_id;
$$;
grant execute on function private.imported_rows(uuid) to authenticated;

create function private.remember_imported(import_id uuid, results public.import_result[])
returns void
language sql security definer
set search_path = ''
as $$
  -- Elevated because the table is nobody's to write; what it notes counts for the caller's own
  -- repetition of the import, and for nothing else.
  insert into private.imported_tasks (user_id, import_id, row_number, task_id)
  select auth.uid(), remember_imported.import_id, result.row_number, result.task_id
  from unnest(remember_imported.results) as result
  where result.task_id is not null;
$$;
grant execute on function private.remember_imported(uuid, public.import_result[]) to authenticated;


-- All rows in one statement, so that listeners hear of them once. Numbers are given in the order of
-- the rows, which is how each row finds its task.
create function private.insert_imported(organization_id uuid, project_id uuid, rows jsonb)
returns setof public.import_result
language plpgsql
set search_path = ''
as $$
declare
  v_results public.import_result[];
begin
  with given as (
    select *
    from jsonb_array_elements(insert_imported.rows) with ordinality as element (value, place)
    cross join lateral jsonb_to_record(value) as field (
      row_number integer, title text, description text, status text, priority text,
      assignee_id uuid, start_date date, due_date date, estimate_minutes integer
    )
  ),
  inserted as (
    insert into public.tasks (
      organization_id, project_id, title, description, status, priority, assignee_id,
      start_date, due_date, estimate_minutes
    )
    select
      insert_imported.organization_id,
      insert_imported.project_id,
      btrim(given.title),
      coalesce(given.description, ''),
      coalesce(given.status, ''),
      coalesce(given.priority, 'none'),
      given.assignee_id,
      given.start_date,
      given.due_date,
      given.estimate_minutes
    from given
    order by given.place
    returning tasks.id, tasks.number
  ),
  numbered as (
    select *, row_number() over (order by number) as place from inserted
  )
  select array_agg(
    (given.row_number, numbered.id, numbered.number, null, null, null)::public.import_result
    order by given.place
  )
  into v_results
  from given join numbered using (place);

  insert into public.task_labels (organization_id, project_id, task_id, label_id)
  select distinct
    insert_imported.organization_id, insert_imported.project_id, result.task_id, label_id::uuid
  from unnest(v_results) as result
  join jsonb_array_elements(insert_imported.rows) as element (value)
    on (value ->> 'row_number')::integer = result.row_number
  cross join lateral jsonb_array_elements_text(value -> 'label_ids') as label (label_id)
  where jsonb_typeof(value -> 'label_ids') = 'array';
  return query select * from unnest(v_results);
end;
$$;
grant execute on function private.insert_imported(uuid, uuid, jsonb) to authenticated;


-- Row after row, as they would come, and nothing of it stays: whatever they change is taken back by
-- an exception of our own (class FD), and only the answers remain.
create function private.rehearse_import(organization_id uuid, project_id uuid, rows jsonb)
returns setof public.import_result
language plpgsql
set search_path = ''
as $$
declare
  v_results public.import_result[] := '{}';
  v_result public.import_result;
  v_row jsonb;
  v_message text;
  v_constraint text;
begin
  begin
    for v_row in select value from jsonb_array_elements(rehearse_import.rows) loop
      v_result := (v_row ->> 'row_number', null, null, null, null, null)::public.import_result;
      begin
        perform private.insert_imported(
          rehearse_import.organization_id, rehearse_import.project_id, jsonb_build_array(v_row)
        );
      exception
        when sqlstate 'PGRST' then
          get stacked diagnostics v_message = message_text;
          v_result.code := v_message::jsonb ->> 'code';
          v_result.message := v_message::jsonb ->> 'message';
          v_result.details := v_message::jsonb ->> 'details';
        when others then
          get stacked diagnostics v_message = message_text, v_constraint = constraint_name;
          v_result.code := sqlstate;
          v_result.message := v_message;
          v_result.details := nullif(v_constraint, '');
      end;
      v_results := v_results || v_result;
    end loop;
    raise sqlstate 'FD001';
  exception
    when sqlstate 'FD001' then null;
  end;
  return query select * from unnest(v_results);
end;
$$;
grant execute on function private.rehearse_import(uuid, uuid, jsonb) to authenticated;


create function private.check_import(organization_id uuid, project_id uuid, rows jsonb)
returns void
language plpgsql stable
set search_path = ''
as $$
begin
  if check_import.organization_id is null
    or check_import.organization_id <> all (private.organization_ids_with('tasks.create'))
  then
    perform private.throw_error(
      'permission_missing', 403,
      'Your role in this organization does not allow this.',
      details => 'tasks.create',
      hint => 'Ask somebody who manages roles and members.'
    );
  end if;
  if not exists (
    select from public.projects
    where projects.organization_id = check_import.organization_id
      and projects.id = check_import.project_id
  ) then
    perform private.throw_error(
      'project_not_found', 404,
      'There is no such project in the organization, or you cannot see it.'
    );
  end if;
  if jsonb_typeof(check_import.rows) is distinct from 'array'
    or jsonb_array_length(check_import.rows) not between 1 and 500
    or exists (
      select from jsonb_array_elements(check_import.rows) as element (value)
      where jsonb_typeof(value) <> 'object'
        or jsonb_typeof(value -> 'row_number') is distinct from 'number'
        or value ->> 'row_number' !~ '^[0-9]{1,9}$'
    )
    or (
      select count(*) <> count(distinct value ->> 'row_number')
      from jsonb_array_elements(check_import.rows) as element (value)
    )
  then
    perform private.throw_error(
      'import_rows_invalid', 422,
      'An import takes 1 to 500 rows at a time, each an object with a row_number of its own.'
    );
  end if;
end;
$$;
grant execute on function private.check_import(uuid, uuid, jsonb) to authenticated;


create function public.import_tasks(
  organization_id uuid,
  project_id uuid,
  rows jsonb,
  dry_run boolean default false,
  import_id uuid default null
)
returns setof public.import_result
language plpgsql
set search_path = ''
as $$
declare
  v_done public.import_result[] := '{}';
  v_refused public.import_result[] := '{}';
  v_created public.import_result[] := '{}';
  v_rows jsonb := import_tasks.rows;
begin
  perform private.check_import(
    import_tasks.organization_id, import_tasks.project_id, import_tasks.rows
  );

  if import_tasks.import_id is not null then
    -- The same import may be sent twice at the same instant.
    perform pg_advisory_xact_lock(hashtextextended('import:' || import_tasks.import_id, 0));
    select coalesce(array_agg(
      (done.row_number, tasks.id, tasks.number, null, null, null)::public.import_result
    ), '{}')
    into v_done
    from private.imported_rows(import_tasks.import_id) as done
    join public.tasks
      on tasks.id = done.task_id
      and tasks.organization_id = import_tasks.organization_id
      and tasks.project_id = import_tasks.project_id;
    select coalesce(jsonb_agg(value), '[]') into v_rows
    from jsonb_array_elements(import_tasks.rows) as element (value)
    where (value ->> 'row_number')::integer <> all (
      select result.row_number from unnest(v_done) as result
    );
  end if;

  if import_tasks.dry_run then
    v_refused := array(
      select result
      from private.rehearse_import(
        import_tasks.organization_id, import_tasks.project_id, v_rows
      ) as result
    );
  elsif jsonb_array_length(v_rows) > 0 then
    begin
      v_created := array(
        select result
        from private.insert_imported(
          import_tasks.organization_id, import_tasks.project_id, v_rows
        ) as result
      );
    exception
      when others then
        -- Some row is refused. Which ones, a rehearsal tells; the rest then goes in at once.
        v_refused := array(
          select result
          from private.rehearse_import(
            import_tasks.organization_id, import_tasks.project_id, v_rows
          ) as result
          where result.code is not null
        );
        select coalesce(jsonb_agg(value), '[]') into v_rows
        from jsonb_array_elements(v_rows) as element (value)
        where (value ->> 'row_number')::integer <> all (
          select result.row_number from unnest(v_refused) as result
        );
        v_created := array(
          select result
          from private.insert_imported(
            import_tasks.organization_id, import_tasks.project_id, v_rows
          ) as result
        );
    end;
    if import_tasks.import_id is not null then
      perform private.remember_imported(import_tasks.import_id, v_created);
    end if;
  end if;

  return query
    select result.*
    from unnest(v_refused || v_created || v_done) as result
    where result.row_number in (
      select (value ->> 'row_number')::integer
      from jsonb_array_elements(import_tasks.rows) as element (value)
    )
    order by result.row_number;
end;
$$;
comment on function public.import_tasks(uuid, uuid, jsonb, boolean, uuid) is
  'Creates up to 500 tasks: rows are objects with row_number (a number of its own), title, and if '
  'wanted description, status and priority (keys), assignee_id, start_date, due_date, '
  'estimate_minutes, label_ids. Answers per row with its task or its refusal. dry_run changes '
  'nothing; under the same import_id no row is created twice. Who holds tasks.create may call it; '
  'errors: permission_missing, project_not_found, import_rows_invalid.';
grant execute on function public.import_tasks(uuid, uuid, jsonb, boolean, uuid) to authenticated;
