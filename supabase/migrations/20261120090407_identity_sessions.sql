/*
 * Sessions: where somebody is signed in. Auth keeps them, and its API lists them for nobody; here a
 * person sees and ends their own. Ending one deletes it, and with it what would renew it; its last
 * access token opens what it opened until it expires (`jwt_expiry`, an hour).
 */

-- The session of the caller's token. A token outlives its session, and an API key has none: neither
-- may look at, or end, what a person signed in to.
create function private.enter_session()
returns uuid
language plpgsql stable
set search_path = ''
as $$
declare
  v_session_id uuid := (auth.jwt() ->> 'session_id')::uuid;
begin
  -- Asked by definer functions only, for sessions are nobody's to read.
  if not exists (
    select from auth.sessions
    where sessions.id = v_session_id
      and sessions.user_id = auth.uid()
      and (sessions.not_after is null or sessions.not_after > now())
  ) then
    perform private.throw_error(
      'session_required', 403, 'Only somebody who is signed in can do this.',
      hint => 'Sign in again.'
    );
  end if;
  -- Or a stolen password would learn where its owner is, and sign them out.
  perform private.require_second_factor();
  return v_session_id;
end;
$$;
comment on function private.enter_session() is
  'The session of the caller; refuses whoever has none, and whoever still owes the second factor.';


create function private.my_sessions()
returns table (
  id uuid,
  user_agent text,
  ip text,
  created_at timestamptz,
  last_used_at timestamptz,
  is_current boolean
)
language plpgsql stable security definer
set search_path = ''
as $$
declare
  v_current_id uuid := private.enter_session();
begin
  -- Elevated because Auth's tables are nobody's to read; the answer is bound to the caller's own.
  return query
    select
      sessions.id,
      sessions.user_agent,
      host(sessions.ip),
      sessions.created_at,
      -- Without a time zone in Auth's table: UTC. Null until the first renewal.
      greatest(sessions.refreshed_at at time zone 'utc', sessions.created_at),
      sessions.id = v_current_id
    from auth.sessions
    where sessions.user_id = auth.uid()
      and (sessions.not_after is null or sessions.not_after > now())
    order by 6 desc, 5 desc, sessions.id
    limit 100;
end;
$$;
grant execute on function private.my_sessions() to authenticated;

create function public.my_sessions()
returns table (
  id uuid,
  user_agent text,
  ip text,
  created_at timestamptz,
  last_used_at timestamptz,
  is_current boolean
)
language sql stable
set search_path = ''
as $$
  select * from private.my_sessions();
$$;
comment on function public.my_sessions() is
  'Where the caller is signed in: this session first, then the ones used last; at most 100.';
grant execute on function public.my_sessions() to authenticated;


create function private.end_session(id uuid)
returns void
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because Auth's tables are nobody's to change; it reaches no session but the caller's.
  perform private.enter_session();
  delete from auth.sessions
  where sessions.id = end_session.id and sessions.user_id = auth.uid();
  if not found then
    perform private.throw_error(
      'session_not_found', 404, 'There is no such session, or it has ended already.'
    );
  end if;
end;
$$;
grant execute on function private.end_session(uuid) to authenticated;

create function public.end_session(id uuid)
returns void
language sql volatile
set search_path = ''
as $$
  select private.end_session(id);
$$;
comment on function public.end_session(uuid) is
  'Ends one of the caller''s sessions: it is not renewed, and its last token runs out by itself.';
grant execute on function public.end_session(uuid) to authenticated;
