/*
 * Keys of projects: the short words in front of their tasks' names (ACME-42). Whoever names none
 * gets one that reminds of the project's name; two projects of an organization never share one.
 */

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
