/*
 * Topics: who may listen, and who may say what, on Realtime's private channels.
 *
 *   user:<uuid>        that user
 *   org:<uuid>         members with tasks.read
 *   org:<uuid>:money   members with invoices.read
 *   project:<uuid>     who may read the project; the only topic with presence
 *
 * Clients send presence and nothing else: if they could broadcast, they could forge the database's
 * events.
 */
create function private.has_topic_access(topic text)
returns boolean
language plpgsql stable security definer
set search_path = ''
as $$
declare
  -- One spelling only, or the same rows would have two rooms. A topic of another form matches
  -- nothing.
  v_parts text[] := regexp_match(
    topic,
    '^(user|org|project):([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})(:money)?$'
  );
  v_id uuid := v_parts[2]::uuid;
begin
  -- Elevated because a topic is judged before any row is read; the answer is bound to the caller.
  return coalesce(
    case v_parts[1] || coalesce(v_parts[3], '')
      when 'user' then v_id = auth.uid() and exists (
        select from public.profiles where profiles.account_id = v_id
      )
      when 'org' then v_id = any (private.organization_ids_with('tasks.read'))
      when 'org:money' then v_id = any (private.organization_ids_with('invoices.read'))
      when 'project' then exists (
        select from public.projects
        where projects.id = v_id
          and projects.organization_id = any (
            (select private.organization_ids_with('projects.read'))::uuid[]
          )
          and projects.id <> all ((select private.hidden_project_ids())::uuid[])
      )
    end,
    false
  );
end;
$$;
comment on function private.has_topic_access(text) is
  'Whether the caller may join a topic of the four known forms.';
grant execute on function private.has_topic_access(text) to authenticated;


create policy select_topic_reader on realtime.messages for select to authenticated
  using ((select private.has_topic_access((select realtime.topic()))));

create policy insert_presence on realtime.messages for insert to authenticated
  with check (
    extension = 'presence'
    and (select realtime.topic()) like 'project:%'
    and (select private.has_topic_access((select realtime.topic())))
  );
