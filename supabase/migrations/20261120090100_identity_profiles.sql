/*
 * Profiles: the person behind an account, as colleagues see them. Made by the account's sign-up and
 * never removed: what somebody wrote keeps its author, who after the end of the account is called
 * "Deleted user". Visible to the people of the organizations one is or was in; changed by oneself
 * alone.
 */
create table public.profiles (
  id uuid primary key,
  account_id uuid unique references auth.users on delete set null,
  display_name text not null,
  avatar_path text,
  locale text not null default 'en',
  timezone text not null default 'UTC',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version integer not null default 1,
  constraint profiles_id_is_the_account check (account_id = id),
  constraint profiles_display_name_is_printable
    check (display_name <> '' and private.is_line(display_name, 80)),
  constraint profiles_avatar_path_is_short check (char_length(avatar_path) between 1 and 500),
  constraint profiles_locale_is_a_language_tag
    check (locale ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$'),
  constraint profiles_timezone_is_an_iana_name
    check (timezone ~ '^(UTC|[A-Za-z_]+(/[A-Za-z0-9_+-]+)+)$')
);


-- What a person typed at sign-up can be anything; a name for display is one trimmed line of at most
-- 80 characters.
create function private.display_name_from(metadata jsonb, email text)
returns text
language sql immutable
set search_path = ''
as $$
  select coalesce(
    (
      select name
      from (
        values
          (1, metadata ->> 'display_name'),
          (2, metadata ->> 'full_name'),
          (3, metadata ->> 'name'),
          (4, split_part(email, '@', 1))
      ) as candidate (rank, raw),
      lateral private.to_line(raw, 80) as clean (name)
      where name <> ''
      order by rank
      limit 1
    ),
    'Guest'
  );
$$;
comment on function private.display_name_from(jsonb, text) is
  'The best name that sign-up data offers, else the front of the e-mail address, else "Guest".';


-- The language that the sign-up page spoke.
create function private.locale_from(metadata jsonb)
returns text
language sql immutable
set search_path = ''
as $$
  select case
    when metadata ->> 'locale' ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$' then metadata ->> 'locale'
    else 'en'
  end;
$$;
comment on function private.locale_from(jsonb) is
  'The language tag that sign-up data names, else English.';


create function private.tg_users__create_profile()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because the auth server may not write here; it can only copy the account it fires for.
  insert into public.profiles (id, account_id, display_name, locale)
  values (
    new.id,
    new.id,
    private.display_name_from(new.raw_user_meta_data, new.email),
    private.locale_from(new.raw_user_meta_data)
  )
  -- An account can come back under its old id, from a backup for instance.
  on conflict (id) do update
    set account_id = excluded.account_id,
      display_name = excluded.display_name,
      locale = excluded.locale;
  return null;
exception
  when others then
    -- Whatever went wrong, an error here would block the sign-up itself.
    raise warning 'profile of account % was not created: %', new.id, sqlerrm;
    return null;
end;
$$;

create trigger _100_create_profile
  after insert on auth.users
  for each row execute function private.tg_users__create_profile();

-- Accounts that were there before this table.
insert into public.profiles (id, account_id, display_name)
select users.id, users.id, private.display_name_from(users.raw_user_meta_data, users.email)
from auth.users
where users.deleted_at is null;


-- The auth server can also keep the row and only mark it; for everybody else the account is gone
-- all the same.
create function private.tg_users__release_profile()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because the auth server may not write here; it reaches no row but that of the account.
  update public.profiles set account_id = null where account_id = new.id;
  return null;
end;
$$;

create trigger _100_release_profile
  after update of deleted_at on auth.users
  for each row
  when (old.deleted_at is null and new.deleted_at is not null)
  execute function private.tg_users__release_profile();


create function private.tg_profiles__forget_person()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.display_name := 'Deleted user';
  new.avatar_path := null;
  new.locale := 'en';
  new.timezone := 'UTC';
  return new;
end;
$$;

create trigger _100_forget_person
  before update on public.profiles
  for each row
  when (old.account_id is not null and new.account_id is null)
  execute function private.tg_profiles__forget_person();

create trigger _200_refuse_unknown_timezone
  before insert or update of timezone on public.profiles
  for each row execute function private.tg_any__refuse_unknown_timezone();

create trigger _900_count_change
  before update on public.profiles
  for each row execute function private.tg_any__count_change();


-- Reads private.organization_people, which comes with memberships: plpgsql looks tables up when it
-- runs.
create function private.visible_profile_ids()
returns uuid[]
language plpgsql stable security definer
set search_path = ''
as $$
begin
  -- Elevated because the list of past members is nobody's to read; the answer is bound to the
  -- caller's own organizations.
  return (
    select coalesce(array_agg(distinct people.user_id), '{}') || auth.uid()
    from private.organization_people as people
    where people.organization_id = any (
      (select private.organization_ids_with('organization.read'))::uuid[]
    )
  );
end;
$$;
comment on function private.visible_profile_ids() is
  'The caller and everybody who is or was in an organization that the caller may see.';
grant execute on function private.visible_profile_ids() to authenticated;


-- Asks private.owes_second_factor, which comes with the second factor.
create function private.proven_user_id()
returns uuid
language plpgsql stable security definer
set search_path = ''
as $$
begin
  -- Elevated because factors are nobody's to read; the answer is the caller or nobody.
  return case when not coalesce(private.owes_second_factor(), false) then auth.uid() end;
end;
$$;
comment on function private.proven_user_id() is
  'The caller, unless the session still owes their second factor: who changes what is one''s own.';
grant execute on function private.proven_user_id() to authenticated;


alter table public.profiles enable row level security;

create policy select_acquainted on public.profiles for select to authenticated
  using (id = any ((select private.visible_profile_ids())::uuid[]));

create policy update_self on public.profiles for update to authenticated
  using (account_id = (select private.proven_user_id()))
  with check (account_id = (select private.proven_user_id()));
-- By account and not by id: a token outlives its account for an hour, and the name "Deleted user"
-- is to stay.
-- No insert and no delete: a profile comes with its account and outlives it.

grant select on public.profiles to authenticated;
grant update (display_name, avatar_path, locale, timezone) on public.profiles to authenticated;
grant select, insert, update, delete on public.profiles to service_role;

comment on table public.profiles is 'A person, as the people of the same organizations see them.';
comment on column public.profiles.id is 'The id of the account, kept after its end.';
comment on column public.profiles.account_id is
  'The account while it exists; null once it was deleted.';
comment on column public.profiles.display_name is
  'How the person wants to be called: one line, at most 80 characters.';
comment on column public.profiles.avatar_path is
  'Where the picture lies in storage; null shows initials.';
comment on column public.profiles.locale is 'BCP 47 language tag of the interface.';
comment on column public.profiles.timezone is 'IANA name, such as Europe/Berlin.';
comment on column public.profiles.version is
  'Grows with each change; an update names the version it read.';
