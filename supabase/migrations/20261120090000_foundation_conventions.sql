/*
 * Foundation: what holds for every object that follows. Access exists only where a grant says so,
 * helpers live outside the API, keys sort by time, expected failures speak one language, and edited
 * rows count their versions.
 */

-- Objects are born without privileges. The first statement has to be global: a default that
-- PostgreSQL itself gives (execute for everybody) cannot be taken back for one schema alone.
alter default privileges revoke execute on functions from public;
alter default privileges in schema public revoke all on tables
  from anon, authenticated, service_role;
alter default privileges in schema public revoke all on sequences
  from anon, authenticated, service_role;
alter default privileges in schema public revoke all on functions
  from anon, authenticated, service_role;

create schema private;
comment on schema private is
  'Predicates, trigger functions, counters and queues. Never exposed: public is the way in.';
-- Usage alone reaches nothing: every function is granted by name.
grant usage on schema private to anon, authenticated, service_role;

create extension unaccent with schema extensions;


-- RFC 9562, version 7: 48 bits of Unix milliseconds, then (section 6.2, method 3) 12 bits for the
-- fraction of the millisecond, so that ids made one after another also sort one after another. The
-- last 8 bytes, variant included, are those of a random UUID.
create function private.uuid_v7()
returns uuid
language plpgsql volatile parallel safe
set search_path = ''
as $$
declare
  v_microseconds bigint := floor(extract(epoch from clock_timestamp()) * 1000000);
  v_head bigint := ((v_microseconds / 1000) << 16)
    | (7 << 12)
    | ((v_microseconds % 1000) * 4096 / 1000);
begin
  return encode(
    overlay(uuid_send(gen_random_uuid()) placing int8send(v_head) from 1 for 8),
    'hex'
  )::uuid;
end;
$$;
comment on function private.uuid_v7() is
  'A new key that sorts by the time of its making (UUID version 7).';
-- A column default runs with the rights of whoever inserts.
grant execute on function private.uuid_v7() to authenticated, service_role;


-- The only way in which PostgREST passes on our own code, status and body:
-- https://docs.postgrest.org/en/v12/references/errors.html#raise-errors-with-http-status-codes
create function private.throw_error(
  code text,
  status integer,
  message text,
  details text default null,
  hint text default null
)
returns void
language plpgsql stable
set search_path = ''
as $$
begin
  raise sqlstate 'PGRST' using
    message = json_build_object(
      'code', throw_error.code,
      'message', throw_error.message,
      'details', throw_error.details,
      'hint', throw_error.hint
    )::text,
    detail = json_build_object('status', throw_error.status, 'headers', json_build_object())::text;
end;
$$;
comment on function private.throw_error(text, integer, text, text, text) is
  'Ends the statement with a code of docs/error-codes.md. Bugs raise plainly.';
grant execute on function private.throw_error(text, integer, text, text, text)
  to authenticated, service_role;


/*
 * Lines: what people type as a name or a title. What cannot be seen is no part of one, for two
 * names that look alike must be alike: controls, marks that turn the direction of writing, spaces
 * without width, fillers, tags. The two joiners stay where scripts and emoji need them, which is
 * never beside ASCII.
 */
create function private.hidden_characters()
returns text
language sql immutable parallel safe
set search_path = ''
as $$
  select '[\u0001-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e'
    '\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff0-\ufffb'
    '\U000e0000-\U000e007f]'
    '|(?<![^\u0001-\u007f])[\u200c\u200d]|[\u200c\u200d](?![^\u0001-\u007f])';
$$;
comment on function private.hidden_characters() is
  'Matches what nobody sees in a line; packages/types/src/text.ts says the same.';


-- plpgsql, because its plan is kept, with the pattern as a constant: this runs for each row.
create function private.is_line(value text, maximum integer)
returns boolean
language plpgsql immutable parallel safe
set search_path = ''
as $$
begin
  return char_length(value) <= maximum
    and value !~ '^[[:space:]]|[[:space:]]$'
    and value !~ private.hidden_characters();
end;
$$;
comment on function private.is_line(text, integer) is
  'Whether it is empty or one trimmed line of at most so many characters, none of them hidden.';
-- Checked on every insert and update of a name, by whoever makes it.
grant execute on function private.hidden_characters() to authenticated, service_role;
grant execute on function private.is_line(text, integer) to authenticated, service_role;


create function private.to_line(value text, maximum integer)
returns text
language sql immutable parallel safe
set search_path = ''
as $$
  select btrim(left(btrim(visible.text), maximum))
  from regexp_replace(value, '[[:space:]]+', ' ', 'g') as spaced (text),
    lateral regexp_replace(spaced.text, private.hidden_characters(), '', 'g') as visible (text);
$$;
comment on function private.to_line(text, integer) is
  'The line that is left of any text: for what is not to be refused, such as a sign-up.';


-- Whoever edits sends `version=eq.N`; no row back means that somebody else was first.
create function private.tg_any__count_change()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.version := old.version + 1;
  new.updated_at := now();
  return new;
end;
$$;
comment on function private.tg_any__count_change() is
  'Counts and dates the changes of a row, whatever the writer says of them.';


-- PostgreSQL also takes POSIX zones such as FOO+3, which no browser knows; the checks on the
-- columns therefore ask for the form of an IANA name, and this asks whether the name exists.
create function private.tg_any__refuse_unknown_timezone()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  perform now() at time zone new.timezone;
  return new;
exception
  when invalid_parameter_value then
    perform private.throw_error(
      'timezone_unknown', 422,
      format('There is no time zone named "%s".', new.timezone),
      hint => 'Use a name of the IANA time zone database, such as Europe/Berlin.'
    );
end;
$$;
comment on function private.tg_any__refuse_unknown_timezone() is
  'Lets a row through only if its time zone exists.';
