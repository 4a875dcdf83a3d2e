/*
 * pg_net's tables and functions. A request is a row of the queue; what sends it listens on channel
 * `local_stack_schedules` and sees the row once the transaction that made it is committed.
 * https://supabase.com/docs/guides/database/extensions/pg_net
 */
set local search_path = pg_catalog, pg_temp;

create schema net;

create domain net.http_method as text
  check (lower(value) in ('get', 'post', 'delete'));

-- Unlogged as in pg_net: neither survives a crash of the server.
create unlogged table net.http_request_queue (
  id bigserial,
  method net.http_method not null,
  url text not null,
  headers jsonb,
  body bytea,
  timeout_milliseconds integer not null
);

create unlogged table net._http_response (
  id bigint,
  status_code integer,
  content_type text,
  headers jsonb,
  content text,
  timed_out boolean,
  error_msg text,
  created timestamptz not null default now()
);
create index on net._http_response (created);

create function net._announce()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  perform pg_catalog.pg_notify('local_stack_schedules', 'net');
  return null;
end;
$$;
create trigger announce
  after insert on net.http_request_queue
  for each statement execute function net._announce();

create function net.wake()
returns void
language sql
set search_path = ''
as $$
  select pg_catalog.pg_notify('local_stack_schedules', 'net');
$$;

-- pg_net restarts its worker so; ours has nothing to restart.
create function net.worker_restart()
returns boolean
language sql
set search_path = ''
as $$
  select true;
$$;

create function net.wait_until_running()
returns void
language sql
set search_path = ''
as $$
  select;
$$;
comment on function net.wait_until_running() is 'waits until the worker is running';

create function net.check_worker_is_up()
returns void
language plpgsql
set search_path = ''
as $$
begin
  if not exists (
    select from pg_catalog.pg_stat_activity where application_name = 'schedules'
  ) then
    raise exception 'the pg_net background worker is not up';
  end if;
end;
$$;

-- Everything but RFC 3986's unreserved characters as %XX of its bytes in UTF-8.
create function net._urlencode_string(string varchar)
returns text
language sql
immutable
strict
set search_path = ''
as $$
  select coalesce(
    pg_catalog.string_agg(
      case
        when letter ~ '^[A-Za-z0-9_.~-]$' then letter
        else pg_catalog.regexp_replace(
          pg_catalog.upper(
            pg_catalog.encode(pg_catalog.convert_to(letter, 'UTF8'), 'hex')
          ),
          '(..)', '%\1', 'g'
        )
      end,
      '' order by place
    ),
    ''
  )
  from pg_catalog.regexp_split_to_table(string, '') with ordinality as part (letter, place);
$$;

create function net._encode_url_with_params_array(url text, params_array text[])
returns text
language plpgsql
immutable
set search_path = ''
as $$
declare
  v_query constant text := pg_catalog.array_to_string(params_array, '&');
  v_fragment constant text := coalesce(pg_catalog.substring(url, '#.*$'), '');
  v_base constant text := pg_catalog.regexp_replace(url, '#.*$', '');
begin
  if url is null then
    return null;
  end if;
  if url !~ '^[A-Za-z][A-Za-z0-9+.-]*:' then
    raise exception 'invalid URL "%"', url;
  end if;
  if url !~* '^https?://[^/?#]' then
    raise exception 'Unsupported URL scheme: "%"', url;
  end if;
  if coalesce(v_query, '') = '' then
    return url;
  end if;
  return v_base
    || case
      when v_base ~ '[?&]$' then ''
      when pg_catalog.strpos(v_base, '?') > 0 then '&'
      else '?'
    end
    || v_query || v_fragment;
end;
$$;

/*
 * Definer's, because roles that may send a request are not to see those of others in the queue. It
 * does nothing but append a request, which is what its callers may do.
 */
create function net._enqueue(
  method text,
  url text,
  params jsonb,
  headers jsonb,
  body jsonb,
  timeout_milliseconds integer
)
returns bigint
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_id bigint;
  v_params text[];
begin
  select pg_catalog.array_agg(
    net._urlencode_string(pair.key) || '=' || net._urlencode_string(pair.value)
  )
  into v_params
  from pg_catalog.jsonb_each_text(params) as pair;

  insert into net.http_request_queue (method, url, headers, body, timeout_milliseconds)
  values (
    _enqueue.method,
    net._encode_url_with_params_array(_enqueue.url, v_params),
    _enqueue.headers,
    pg_catalog.convert_to(_enqueue.body::text, 'UTF8'),
    _enqueue.timeout_milliseconds
  )
  returning id into v_id;
  return v_id;
end;
$$;

create function net.http_get(
  url text,
  params jsonb default '{}'::jsonb,
  headers jsonb default '{}'::jsonb,
  timeout_milliseconds integer default 5000
)
returns bigint
language sql
set search_path = ''
as $$
  select net._enqueue('GET', url, params, headers, null, timeout_milliseconds);
$$;

create function net.http_post(
  url text,
  body jsonb default '{}'::jsonb,
  params jsonb default '{}'::jsonb,
  headers jsonb default '{"Content-Type": "application/json"}'::jsonb,
  timeout_milliseconds integer default 5000
)
returns bigint
language plpgsql
set search_path = ''
as $$
declare
  v_content_type text;
begin
  select header.value
  into v_content_type
  from pg_catalog.jsonb_each_text(coalesce(headers, '{}'::jsonb)) as header
  where pg_catalog.lower(header.key) = 'content-type'
  limit 1;

  if v_content_type is null then
    headers := coalesce(headers, '{}'::jsonb) || '{"Content-Type": "application/json"}'::jsonb;
  elsif v_content_type <> 'application/json' then
    raise exception 'Content-Type header must be "application/json"';
  end if;
  return net._enqueue('POST', url, params, headers, body, timeout_milliseconds);
end;
$$;

create function net.http_delete(
  url text,
  params jsonb default '{}'::jsonb,
  headers jsonb default '{}'::jsonb,
  timeout_milliseconds integer default 5000,
  body jsonb default null
)
returns bigint
language sql
set search_path = ''
as $$
  select net._enqueue('DELETE', url, params, headers, body, timeout_milliseconds);
$$;

create type net.request_status as enum ('PENDING', 'SUCCESS', 'ERROR');
create type net.http_response as (status_code integer, headers jsonb, body text);
create type net.http_response_result as (
  status net.request_status,
  message text,
  response net.http_response
);

create function net._await_response(request_id bigint)
returns boolean
language plpgsql
set search_path = ''
as $$
begin
  while not exists (select from net._http_response where id = request_id) loop
    perform pg_catalog.pg_sleep(0.05);
  end loop;
  return true;
end;
$$;

create function net._http_collect_response(request_id bigint, async boolean default true)
returns net.http_response_result
language plpgsql
set search_path = ''
as $$
declare
  v_answer net._http_response;
begin
  if not async then
    perform net._await_response(request_id);
  end if;
  select * into v_answer from net._http_response where id = request_id;
  if not found or v_answer.error_msg is not null then
    return (
      'ERROR', coalesce(v_answer.error_msg, 'request matching request_id not found'), null
    )::net.http_response_result;
  end if;
  return (
    'SUCCESS',
    'ok',
    (v_answer.status_code, v_answer.headers, v_answer.content)::net.http_response
  )::net.http_response_result;
end;
$$;

create function net.http_collect_response(request_id bigint, async boolean default true)
returns net.http_response_result
language plpgsql
set search_path = ''
as $$
begin
  raise notice 'The net.http_collect_response function is deprecated.';
  return net._http_collect_response(request_id, async);
end;
$$;

grant usage on schema net
  to supabase_functions_admin, postgres, anon, authenticated, service_role;
revoke all on all functions in schema net from public;
grant execute on all functions in schema net
  to supabase_functions_admin, postgres, anon, authenticated, service_role;
-- pg_net grants these to everybody. Requests and answers carry secrets: here they are for those
-- that see everything anyway.
grant all on net.http_request_queue, net._http_response
  to supabase_functions_admin, postgres, service_role;
grant all on sequence net.http_request_queue_id_seq
  to supabase_functions_admin, postgres, service_role;

select pg_notify('local_stack_schedules', 'net');
