/*
 * Moving a task on the board: into a column, between two neighbours. Clients can write position
 * themselves; this computes it where nobody else computes at the same moment, so that two people
 * who drop at the same place both succeed, one behind the other. Rights, ways of the workflow and
 * the rest are those of any update, for it is one. A WIP limit warns on the board and refuses
 * nothing.
 */

-- A fraction between two others, none of which ends with a zero; null is open upwards. Half-way
-- where there is room, else one digit deeper.
create function private.fraction_between(low text, high text)
returns text
language plpgsql immutable
set search_path = ''
as $$
declare
  v_digits constant text := '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  v_prefix text := '';
  v_at integer := 1;
  v_low integer;
  v_high integer;
begin
  loop
    -- Behind its last digit a fraction goes on with zeros.
    v_low := strpos(v_digits, coalesce(nullif(substr(low, v_at, 1), ''), '0')) - 1;
    v_high := case when high is null then 62 else strpos(v_digits, substr(high, v_at, 1)) - 1 end;
    if v_high - v_low > 1 then
      return v_prefix || substr(v_digits, (v_low + v_high + 1) / 2 + 1, 1);
    end if;
    if v_high - v_low = 1 then
      if char_length(high) > v_at then
        return v_prefix || substr(high, v_at, 1);
      end if;
      high := null;
    end if;
    v_prefix := v_prefix || substr(v_digits, v_low + 1, 1);
    v_at := v_at + 1;
  end loop;
end;
$$;


create function private.position_before(value text)
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
  -- The integer itself comes before what has a fraction.
  if char_length(value) > v_length + 1 and v_head || v_integer <> 'A' || repeat('0', 26) then
    return v_head || v_integer;
  end if;
  for v_at in reverse v_length .. 1 loop
    if substr(v_integer, v_at, 1) <> '0' then
      v_integer := left(v_integer, v_at - 1)
        || substr(v_digits, strpos(v_digits, substr(v_integer, v_at, 1)) - 1, 1)
        || repeat('z', v_length - v_at);
      -- The very first integer is nobody's, so that something still fits before it.
      return v_head || v_integer
        || case when v_head || v_integer = 'A' || repeat('0', 26) then 'V' else '' end;
    end if;
  end loop;
  return case
    when v_head = 'a' then 'Zz'
    when v_head = 'A' then
      v_head || v_integer || private.fraction_between('', substr(value, v_length + 2))
    when v_head <= 'Z' collate "C" then
      chr(ascii(v_head) - 1) || repeat('z', v_length + 1)
    else chr(ascii(v_head) - 1) || repeat('z', v_length - 1)
  end;
end;
$$;
comment on function private.position_before(text) is 'A fractional index before a position.';


create function private.position_between(low text, high text)
returns text
language plpgsql immutable
set search_path = ''
as $$
declare
  v_length integer := private.fractional_index_integer_length(low);
  v_after text := private.position_after(low);
begin
  if high is null then
    return v_after;
  end if;
  if low is null then
    return private.position_before(high);
  end if;
  if left(low, v_length) = left(high, v_length) then
    return left(low, v_length)
      || private.fraction_between(substr(low, v_length + 1), substr(high, v_length + 1));
  end if;
  if v_after < high collate "C" then
    return v_after;
  end if;
  return left(low, v_length) || private.fraction_between(substr(low, v_length + 1), null);
end;
$$;
comment on function private.position_between(text, text) is
  'A fractional index between two, of which either may be null for an end that is open.';


create function private.move_task(
  task_id uuid,
  status text,
  before_id uuid,
  after_id uuid,
  version integer
)
returns public.tasks
language plpgsql
set search_path = ''
as $$
declare
  v_task public.tasks;
  v_status text;
  v_low text;
  v_high text;
begin
  select * into v_task from public.tasks where tasks.id = move_task.task_id;
  if not found then
    perform private.throw_error(
      'task_not_found', 404, 'There is no such task, or you cannot see it.'
    );
  end if;
  -- One move after the other within a project; each then sees where the one before went.
  perform pg_advisory_xact_lock(hashtextextended('tasks.position:' || v_task.project_id, 0));
  select * into v_task from public.tasks where tasks.id = move_task.task_id;
  perform private.refuse_stale(version, v_task.version);
  v_status := coalesce(nullif(move_task.status, ''), v_task.status);

  -- A neighbour who has left the column meanwhile counts no more; then the other one decides, and
  -- without either the end.
  select tasks.position into v_low
  from public.tasks
  where tasks.project_id = v_task.project_id
    and tasks.id = move_task.after_id
    and tasks.id <> v_task.id
    and tasks.status = v_status;
  if v_low is not null then
    select min(tasks.position) into v_high
    from public.tasks
    where tasks.organization_id = v_task.organization_id
      and tasks.project_id = v_task.project_id
      and tasks.status = v_status
      and tasks.id <> v_task.id
      and tasks.position > v_low;
  else
    select tasks.position into v_high
    from public.tasks
    where tasks.project_id = v_task.project_id
      and tasks.id = move_task.before_id
      and tasks.id <> v_task.id
      and tasks.status = v_status;
    select max(tasks.position) into v_low
    from public.tasks
    where tasks.organization_id = v_task.organization_id
      and tasks.project_id = v_task.project_id
      and tasks.status = v_status
      and tasks.id <> v_task.id
      and (v_high is null or tasks.position < v_high);
  end if;

  update public.tasks
  set status = v_status, position = private.position_between(v_low, v_high)
  where tasks.id = v_task.id
    and (move_task.version is null or tasks.version = move_task.version)
  returning * into v_task;
  if not found then
    -- Seen and not reached: somebody was first in this very moment, or one may not change it.
    select * into v_task from public.tasks where tasks.id = move_task.task_id;
    perform private.refuse_stale(version, v_task.version);
    perform private.throw_error(
      'permission_missing', 403,
      'Your role in this organization does not allow this.',
      details => 'tasks.write',
      hint => 'Ask somebody who manages roles and members.'
    );
  end if;
  return v_task;
end;
$$;
grant execute on function private.fraction_between(text, text) to authenticated, service_role;
grant execute on function private.position_before(text) to authenticated, service_role;
grant execute on function private.position_after(text) to authenticated, service_role;
grant execute on function private.position_between(text, text) to authenticated, service_role;
grant execute on function private.refuse_stale(integer, integer) to authenticated, service_role;
grant execute on function private.move_task(uuid, text, uuid, uuid, integer)
  to authenticated, service_role;

create function public.move_task(
  task_id uuid,
  status text default null,
  before_id uuid default null,
  after_id uuid default null,
  version integer default null
)
returns public.tasks
language sql volatile
set search_path = ''
as $$
  select private.move_task(task_id, status, before_id, after_id, version);
$$;
comment on function public.move_task(uuid, text, uuid, uuid, integer) is
  'Puts a task into a column, or leaves it in its own: directly after the task after_id or, '
  'without it, before before_id; else at the end. Who may change the task may move it.';
grant execute on function public.move_task(uuid, text, uuid, uuid, integer)
  to authenticated, service_role;
