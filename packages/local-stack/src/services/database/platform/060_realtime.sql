/*
 * Realtime: messages that the database sends, and the table whose policies decide who may join a
 * private channel. Realtime asks by writing a row it rolls back; see
 * services/realtime/authorizer.ts. Columns, owners and grants are hosted Supabase's. No policy is
 * built in: private means closed.
 */
create schema if not exists realtime authorization supabase_admin;
grant usage on schema realtime to postgres with grant option;
grant usage on schema realtime
  to anon, authenticated, service_role, supabase_realtime_admin, dashboard_user;

-- The owner of Realtime's objects may act as an API role, yet holds none of their rights by itself.
grant anon, authenticated, service_role to supabase_realtime_admin with inherit false, set true;

create table if not exists realtime.messages (
  topic text not null,
  extension text not null,
  payload jsonb,
  event text,
  private boolean default false,
  updated_at timestamp not null default now(),
  inserted_at timestamp not null default now(),
  id uuid not null default gen_random_uuid(),
  binary_payload bytea,
  primary key (id, inserted_at),
  constraint messages_has_one_payload check (payload is null or binary_payload is null)
) partition by range (inserted_at);

create index if not exists messages_inserted_at_topic_index
  on realtime.messages (inserted_at desc, topic)
  where extension = 'broadcast' and private;

alter table realtime.messages owner to supabase_realtime_admin;
alter table realtime.messages enable row level security;
grant all on realtime.messages to postgres, dashboard_user;
-- No delete: messages leave with their partition.
grant select, insert, update on realtime.messages to anon, authenticated, service_role;

-- Ours alone (hosted does this outside the database): one partition a day, from yesterday to three
-- days ahead, and none whose messages are older than 72 hours.
drop function if exists realtime.maintain_partitions();
create or replace function realtime.maintain_partitions(as_of timestamptz default now())
returns void
language plpgsql
volatile
set search_path = ''
set lock_timeout = '2s'
as $$
declare
  v_today constant date := (as_of at time zone 'utc')::date;
  v_day date;
  v_name text;
begin
  for v_day in
    select generate_series(v_today - 1, v_today + 3, interval '1 day')::date
  loop
    v_name := to_char(v_day, '"messages_"YYYY_MM_DD');
    if to_regclass(format('realtime.%I', v_name)) is null then
      execute format(
        'create table realtime.%I partition of realtime.messages for values from (%L) to (%L)',
        v_name, v_day, v_day + 1
      );
      execute format('alter table realtime.%I owner to supabase_realtime_admin', v_name);
      execute format('alter table realtime.%I enable row level security', v_name);
    end if;
  end loop;

  for v_name in
    select c.relname
      from pg_catalog.pg_inherits i
      join pg_catalog.pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'realtime.messages'::regclass
       and c.relname < to_char(v_today - 3, '"messages_"YYYY_MM_DD')
  loop
    execute format('drop table realtime.%I', v_name);
  end loop;
end
$$;
revoke execute on function realtime.maintain_partitions(timestamptz) from public;
select realtime.maintain_partitions();

-- The topic being judged or sent to; null outside of both.
create or replace function realtime.topic()
returns text
language sql
stable
as $$
  select nullif(current_setting('realtime.topic', true), '')
$$;

create or replace function realtime.send(
  payload jsonb,
  event text,
  topic text,
  private boolean default true
)
returns void
language plpgsql
volatile
set search_path = ''
as $$
declare
  v_id constant uuid := gen_random_uuid();
  v_payload jsonb := send.payload;
begin
  if not v_payload ? 'id' then
    v_payload := jsonb_set(v_payload, '{id}', to_jsonb(v_id));
  end if;
  perform set_config('realtime.topic', send.topic, true);
  insert into realtime.messages (id, payload, event, topic, private, extension)
  values (v_id, v_payload, send.event, send.topic, send.private, 'broadcast');
exception when others then
  -- A message that cannot be sent must never undo the change it speaks of.
  raise warning 'WarnSendingBroadcastMessage: %', sqlerrm;
end
$$;

create or replace function realtime.send_binary(
  payload bytea,
  event text,
  topic text,
  private boolean default true
)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  perform set_config('realtime.topic', send_binary.topic, true);
  insert into realtime.messages (binary_payload, event, topic, private, extension)
  values (
    send_binary.payload, send_binary.event, send_binary.topic, send_binary.private, 'broadcast'
  );
exception when others then
  raise warning 'WarnSendingBroadcastMessage: %', sqlerrm;
end
$$;

-- For row-level triggers: what changed, with the whole old and new rows, to a private topic.
create or replace function realtime.broadcast_changes(
  topic_name text,
  event_name text,
  operation text,
  table_name text,
  table_schema text,
  new record,
  old record,
  level text default 'ROW'
)
returns void
language plpgsql
volatile
set search_path = ''
as $$
begin
  if level = 'STATEMENT' then
    raise exception 'function can only be triggered for each row, not for each statement';
  end if;
  perform realtime.send(
    jsonb_build_object(
      'schema', table_schema,
      'table', table_name,
      'operation', operation,
      'record', new,
      'old_record', old
    ),
    event_name,
    topic_name
  );
exception when others then
  raise exception 'Failed to process the row: %', sqlerrm;
end
$$;

alter function realtime.topic() owner to supabase_realtime_admin;
alter function realtime.send(jsonb, text, text, boolean) owner to supabase_realtime_admin;
alter function realtime.send_binary(bytea, text, text, boolean) owner to supabase_realtime_admin;
alter function realtime.broadcast_changes(text, text, text, text, text, record, record, text)
  owner to supabase_realtime_admin;

do $$
begin
  -- The users' own: `alter publication supabase_realtime add table …`.
  if not exists (select from pg_publication where pubname = 'supabase_realtime') then
    create publication supabase_realtime;
    alter publication supabase_realtime owner to postgres;
  end if;
  if not exists (
    select from pg_publication where pubname = 'supabase_realtime_messages_publication'
  ) then
    create publication supabase_realtime_messages_publication
      for table realtime.messages with (publish = 'insert');
  end if;
end
$$;

comment on table realtime.messages is
  'Messages sent from the database; its policies say who may read and write which private channel.';
