/*
 * Requests: what is judged before any statement of a REST request, as the role it will run as.
 */

/*
 * A planned count is the planner's estimate, and its statistics are gathered over the rows of all
 * organizations: the estimate for `title=eq.…` tells whether anybody has such a title. The exact
 * count sees what the caller sees.
 */
create function private.check_request()
returns void
language plpgsql stable
set search_path = ''
as $$
begin
  if current_setting('request.headers', true)::json ->> 'prefer' ~* 'count *= *planned'
    and current_user in ('anon', 'authenticated')
  then
    perform private.throw_error(
      'count_not_available', 400,
      'Planned counts are not available: they would be made of other organizations'' rows too.',
      hint => 'Ask for count=exact.'
    );
  end if;
end;
$$;
comment on function private.check_request() is
  'Called by PostgREST before each request; ends those that nobody may make.';
grant execute on function private.check_request() to anon, authenticated, service_role;

alter role authenticator set pgrst.db_pre_request = 'private.check_request';
notify pgrst, 'reload config';
