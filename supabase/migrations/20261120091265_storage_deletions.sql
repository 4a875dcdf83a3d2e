/*
 * Files to be removed: hosted projects refuse to delete them in SQL, so whatever removes a row puts
 * its file here, in the same transaction, and the worker storage-sweeper asks the Storage API. It
 * may be called twice and may die at any moment: what it took and did not finish is due again.
 */
create table private.storage_deletions (
  id uuid primary key default private.uuid_v7(),
  bucket_id text not null,
  path text not null,
  attempts integer not null default 0,
  due_at timestamptz not null default now(),
  last_error text,
  created_at timestamptz not null default now(),
  unique (bucket_id, path)
);
create index storage_deletions_due_at_idx on private.storage_deletions (due_at);
comment on table private.storage_deletions is
  'A file whose row is gone; stays until Storage does not have it any more.';


create function private.tg_attachments__queue_deletion()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because the queue is nobody's to write; it gets the paths of the rows that went.
  -- Also of those without bytes, which costs one call and forgets nothing.
  insert into private.storage_deletions (bucket_id, path)
  select 'attachments', removed.path from removed
  on conflict do nothing;
  return null;
end;
$$;

create trigger _500_queue_deletion
  after delete on public.attachments
  referencing old table as removed
  for each statement execute function private.tg_attachments__queue_deletion();


create function private.remove_abandoned_uploads(as_of timestamptz default now())
returns integer
language plpgsql
set search_path = ''
as $$
declare
  v_removed integer;
begin
  delete from public.attachments
  where attachments.uploaded_at is null
    and attachments.created_at < as_of - interval '1 day';
  get diagnostics v_removed = row_count;
  return v_removed;
end;
$$;
comment on function private.remove_abandoned_uploads(timestamptz) is
  'Removes attachments whose bytes did not come within a day. Called by the job alone.';


-- Pictures have no row that could go: whose they are is the first part of their path. Younger files
-- are spared, whatever they belong to may still be on its way.
create function private.queue_stray_files(as_of timestamptz default now())
returns integer
language plpgsql
set search_path = ''
as $$
declare
  v_queued integer;
begin
  insert into private.storage_deletions (bucket_id, path)
  select objects.bucket_id, objects.name
  from storage.objects
  where objects.created_at < as_of - interval '1 day'
    and case objects.bucket_id
      when 'attachments' then not exists (
        select from public.attachments where attachments.path = objects.name
      )
      when 'logos' then not exists (
        select from public.organizations
        where organizations.id::text = split_part(objects.name, '/', 1)
      )
      when 'avatars' then not exists (
        select from public.profiles
        where profiles.account_id::text = split_part(objects.name, '/', 1)
      )
      else false
    end
  on conflict do nothing;
  get diagnostics v_queued = row_count;
  return v_queued;
end;
$$;
comment on function private.queue_stray_files(timestamptz) is
  'Queues files that belong to nothing: logos of organizations and avatars of accounts that are '
  'gone. Called by the job alone.';


create function private.claim_storage_deletions(max_results integer)
returns table (id uuid, bucket_id text, path text)
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because the queue is nobody's to read; granted to the service alone. Who takes a file
  -- puts its next turn off, longer each time, so that a worker that dies gives it back by that.
  return query
    update private.storage_deletions
    set
      attempts = storage_deletions.attempts + 1,
      due_at = now() + least(
        interval '2 minutes' * power(2, least(storage_deletions.attempts, 20)), interval '1 day'
      )
    where storage_deletions.id in (
      select due.id
      from private.storage_deletions as due
      where due.due_at <= now()
      order by due.due_at
      limit least(claim_storage_deletions.max_results, 1000)
      for update skip locked
    )
    returning storage_deletions.id, storage_deletions.bucket_id, storage_deletions.path;
end;
$$;
grant execute on function private.claim_storage_deletions(integer) to service_role;

create function public.claim_storage_deletions(max_results integer default 100)
returns table (id uuid, bucket_id text, path text)
language sql volatile
set search_path = ''
as $$
  select * from private.claim_storage_deletions(max_results);
$$;
comment on function public.claim_storage_deletions(integer) is
  'Takes files that are to be removed; what is not finished is due again later. The service alone '
  'may.';
grant execute on function public.claim_storage_deletions(integer) to service_role;


create function private.finish_storage_deletions(ids uuid[], error text)
returns integer
language plpgsql security definer
set search_path = ''
as $$
declare
  v_finished integer;
begin
  -- Elevated because the queue is nobody's to write; granted to the service alone, and what it says
  -- is not believed: only what Storage does not have any more is done.
  delete from private.storage_deletions
  where storage_deletions.id = any (finish_storage_deletions.ids)
    and not exists (
      select from storage.objects
      where objects.bucket_id = storage_deletions.bucket_id
        and objects.name = storage_deletions.path
    );
  get diagnostics v_finished = row_count;

  update private.storage_deletions
  set last_error = left(coalesce(finish_storage_deletions.error, 'Storage still has it.'), 1000)
  where storage_deletions.id = any (finish_storage_deletions.ids);
  return v_finished;
end;
$$;
grant execute on function private.finish_storage_deletions(uuid[], text) to service_role;

create function public.finish_storage_deletions(ids uuid[], error text default null)
returns integer
language sql volatile
set search_path = ''
as $$
  select private.finish_storage_deletions(ids, error);
$$;
comment on function public.finish_storage_deletions(uuid[], text) is
  'Takes removed files off the list, and tells how many; the others keep their error. The service '
  'alone may.';
grant execute on function public.finish_storage_deletions(uuid[], text) to service_role;
