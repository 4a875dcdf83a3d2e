/*
 * The worker that removes files is called once a minute while there is something to remove. Where
 * the functions are and which key opens them stands in Vault, written by whoever runs the project:
 * the embedded stack when it starts, the deploy script on hosted projects.
 */
create extension if not exists pg_net with schema extensions;


create function private.call_worker(path text)
returns bigint
language plpgsql
set search_path = ''
as $$
declare
  v_url text := (
    select decrypted_secret from vault.decrypted_secrets where name = 'project_url'
  );
  v_key text := (
    select decrypted_secret from vault.decrypted_secrets where name = 'secret_key'
  );
begin
  if v_url is null or v_key is null then
    raise warning 'Vault has no project_url or no secret_key: % was not called', path;
    return null;
  end if;
  return net.http_post(
    url => v_url || '/functions/v1/' || path,
    headers => jsonb_build_object(
      'content-type', 'application/json',
      'apikey', v_key,
      'authorization', 'Bearer ' || v_key
    ),
    timeout_milliseconds => 60000
  );
end;
$$;
comment on function private.call_worker(text) is
  'Calls an edge function as the service, once the transaction is committed; answers the id of the '
  'request. Called by jobs alone.';


create function private.sweep_storage(as_of timestamptz default now())
returns bigint
language plpgsql
set search_path = ''
as $$
begin
  if not exists (
    select from private.storage_deletions where storage_deletions.due_at <= as_of
  ) then
    return null;
  end if;
  return private.call_worker('storage-sweeper/process');
end;
$$;
comment on function private.sweep_storage(timestamptz) is
  'Calls the worker if a file is to be removed. Called by the job alone.';


select cron.schedule('storage-sweeper', '* * * * *', 'select private.sweep_storage()');
select cron.schedule(
  'abandoned-uploads', '23 * * * *', 'select private.remove_abandoned_uploads()'
);
select cron.schedule('stray-files', '41 3 * * *', 'select private.queue_stray_files()');
