/*
 * Founding an organization: by a call, or along with the account. Whoever founds becomes its owner.
 * A slug that somebody chose is answered honestly (taken, reserved); one that we derived gets a
 * suffix instead.
 */

-- Not for callers: it takes the owner's name on trust.
create function private.found_organization(
  owner_id uuid,
  name text,
  slug text,
  currency text default null,
  timezone text default null,
  locale text default null
)
returns public.organizations
language plpgsql
set search_path = ''
as $$
declare
  -- Long enough to see that it is too long.
  v_name text := private.to_line(found_organization.name, 200);
  v_is_chosen boolean := nullif(btrim(found_organization.slug), '') is not null;
  v_base text := private.slugify(
    case when v_is_chosen then found_organization.slug else v_name end
  );
  v_slug text := v_base;
  v_attempt integer := 1;
  v_organization public.organizations;
begin
  if coalesce(char_length(v_name), 0) not between 1 and 100 then
    perform private.throw_error(
      'organization_name_invalid', 422, 'The name of an organization has 1 to 100 characters.'
    );
  end if;

  if v_is_chosen and private.slugify(found_organization.slug, '') = '' then
    perform private.throw_error(
      'slug_invalid', 422,
      format('"%s" leaves nothing that could stand in an address.', found_organization.slug),
      hint => 'Choose one with letters a to z or digits.'
    );
  end if;

  loop
    if private.is_reserved_slug(v_slug) then
      if v_is_chosen then
        perform private.throw_error(
          'slug_reserved', 422,
          format('The address "%s" is reserved.', v_slug),
          hint => 'Choose another one.'
        );
      end if;
    else
      insert into public.organizations (name, slug, currency, timezone, locale, created_by)
      values (
        v_name,
        v_slug,
        coalesce(found_organization.currency, 'USD'),
        coalesce(found_organization.timezone, 'UTC'),
        coalesce(found_organization.locale, 'en'),
        found_organization.owner_id
      )
      on conflict on constraint organizations_slug_key do nothing
      returning * into v_organization;
      exit when found;

      if v_is_chosen then
        perform private.throw_error(
          'slug_taken', 409,
          format('The address "%s" is already taken.', v_slug),
          hint => 'Choose another one.'
        );
      end if;
    end if;

    -- Counted while that stays short; after that chance is faster than trying every number.
    v_attempt := v_attempt + 1;
    v_slug := left(v_base, 39) || '-' || case
      when v_attempt <= 9 then v_attempt::text
      else substr(md5(gen_random_uuid()::text), 1, 8)
    end;
  end loop;

  insert into public.memberships (organization_id, user_id, role)
  values (v_organization.id, found_organization.owner_id, 'owner');
  return v_organization;
end;
$$;


create function private.create_organization(
  name text,
  slug text,
  currency text,
  timezone text,
  locale text
)
returns public.organizations
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because nobody may insert organizations or memberships; the new owner is always the
  -- caller, and not somebody who has only their password.
  perform private.require_second_factor();
  -- A token outlives its account for an hour, so the profile is asked and not the token alone.
  if coalesce((auth.jwt() ->> 'is_anonymous')::boolean, false) or not exists (
    select from public.profiles where profiles.account_id = auth.uid()
  ) then
    perform private.throw_error(
      'account_required', 403, 'Only somebody with an account can create an organization.',
      hint => 'Sign up first.'
    );
  end if;
  return private.found_organization(
    auth.uid(),
    create_organization.name,
    create_organization.slug,
    create_organization.currency,
    create_organization.timezone,
    create_organization.locale
  );
end;
$$;
grant execute on function private.create_organization(text, text, text, text, text)
  to authenticated;

create function public.create_organization(
  name text,
  slug text default null,
  currency text default null,
  timezone text default null,
  locale text default null
)
returns public.organizations
language sql volatile
set search_path = ''
as $$
  select private.create_organization(name, slug, currency, timezone, locale);
$$;
comment on function public.create_organization(text, text, text, text, text) is
  'Creates an organization with its roles and makes the caller the owner. Any account may.';
grant execute on function public.create_organization(text, text, text, text, text) to authenticated;


-- Where addresses are confirmed, the account counts from its confirmation and not from the form.
create function private.tg_users__found_organization()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because the auth server may not write here; it founds for the account it fires for.
  perform private.found_organization(
    new.id,
    left(new.raw_user_meta_data ->> 'organization_name', 100),
    null
  );
  return null;
exception
  when others then
    -- Without the organization the account is still good; the person can create one after signing
    -- in.
    raise warning 'organization of account % was not created: %', new.id, sqlerrm;
    return null;
end;
$$;

create trigger _200_found_organization_at_sign_up
  after insert on auth.users
  for each row
  when (
    new.confirmed_at is not null
    and not new.is_anonymous
    and btrim(new.raw_user_meta_data ->> 'organization_name') <> ''
  )
  execute function private.tg_users__found_organization();

create trigger _200_found_organization_at_confirmation
  after update on auth.users
  for each row
  when (
    old.confirmed_at is null
    and new.confirmed_at is not null
    and not new.is_anonymous
    and btrim(new.raw_user_meta_data ->> 'organization_name') <> ''
  )
  execute function private.tg_users__found_organization();


/*
 * What somebody says of themselves at sign-up travels in every token, and so in a header of every
 * request. Texts are cut to what they can be used for; when all of it is still more than a header
 * bears, what FlowDesk does not know is left out.
 */
create function private.slim_metadata(metadata jsonb)
returns jsonb
language sql immutable
set search_path = ''
as $$
  select coalesce(jsonb_object_agg(entry.key, entry.value), '{}')
  from (
    select
      pair.key,
      case jsonb_typeof(pair.value)
        when 'string' then to_jsonb(left(pair.value #>> '{}', 200))
        else pair.value
      end as value
    from jsonb_each(metadata) as pair
    where octet_length(metadata::text) <= 4000
      or pair.key in (
        'sub', 'email', 'email_verified', 'phone_verified', 'display_name', 'full_name', 'name',
        'avatar_url', 'locale', 'organization_name'
      ) and octet_length(pair.value::text) <= 4000
  ) as entry;
$$;


create function private.tg_users__slim_metadata()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because the auth server cannot call what it calls; it changes the row it fires for.
  new.raw_user_meta_data := private.slim_metadata(new.raw_user_meta_data);
  return new;
end;
$$;

create trigger _050_slim_metadata
  before insert or update of raw_user_meta_data on auth.users
  for each row
  when (
    jsonb_typeof(new.raw_user_meta_data) = 'object'
    and octet_length(new.raw_user_meta_data::text) > 1000
  )
  execute function private.tg_users__slim_metadata();
