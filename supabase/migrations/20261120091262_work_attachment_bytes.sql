/*
 * The bytes of attachments. Who reads the row reads the file, signed addresses included; who made
 * the row uploads to its path, once. Nobody else writes, nobody replaces, and nobody deletes but
 * the worker of 091265.
 */
insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
values (
  'attachments', 'attachments', false, private.max_attachment_bytes(),
  -- Storage knows no list of what it refuses; the trigger below does.
  array[
    'application/*', 'audio/*', 'font/*', 'image/*', 'message/*', 'model/*', 'text/*', 'video/*'
  ]
);


create policy attachments_select_reader on storage.objects for select to authenticated
  using (
    bucket_id = 'attachments'
    -- Under the caller's own rights, so that what hides the row hides the file.
    and exists (select from public.attachments where attachments.path = objects.name)
  );

create policy attachments_insert_sender on storage.objects for insert to authenticated
  with check (
    bucket_id = 'attachments'
    and exists (
      select from public.attachments
      where attachments.path = objects.name
        and attachments.uploaded_by = (select auth.uid())
        and attachments.uploaded_at is null
        and attachments.organization_id = any (
          (select private.organization_ids_with('files.write'))::uuid[]
        )
    )
  );
-- No update, so no second version and no move; no delete, which is the worker's.


/*
 * Storage asks the policies before it takes the bytes. When it has them, hosted projects write the
 * row past every policy, minutes later perhaps, and know size and type only then. So the rules are
 * judged again here, and the attachment learns that its bytes are there in the same transaction.
 */
create function private.tg_objects__take_attachment()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
declare
  v_attachment public.attachments;
  v_organization public.organizations;
  v_type text := btrim(lower(split_part(new.metadata ->> 'mimetype', ';', 1)));
  v_size bigint := (new.metadata ->> 'size')::bigint;
begin
  -- Elevated because Storage has no rights here; it refuses, or marks the one row whose path it is.
  -- The lock lets a deletion at the same moment either come first, and then nothing is stored, or
  -- find the bytes there, and then they are removed with the row.
  select * into v_attachment
  from public.attachments
  where attachments.path = new.name
  for update;

  if not found or v_attachment.uploaded_at is not null then
    raise insufficient_privilege using message = 'No attachment waits for a file at this path.';
  end if;

  select * into v_organization
  from public.organizations
  where organizations.id = v_attachment.organization_id;
  if not v_organization.is_active or v_organization.delete_after is not null then
    raise insufficient_privilege using message = 'The organization can only be read.';
  end if;
  if exists (
    select from public.projects
    where projects.organization_id = v_attachment.organization_id
      and projects.id = v_attachment.project_id
      and projects.archived_at is not null
  ) then
    raise insufficient_privilege using message = 'The project is archived.';
  end if;

  if v_attachment.uploaded_by is not null and not (
    private.is_holder(v_attachment.organization_id, v_attachment.uploaded_by, 'files.write')
    and private.is_task_reader(
      v_attachment.organization_id, v_attachment.project_id, v_attachment.uploaded_by
    )
  ) then
    raise insufficient_privilege using message = 'Whoever began this upload may not go on with it.';
  end if;

  -- Both are unknown while Storage only asks whether it may.
  if v_type <> v_attachment.mime_type then
    raise insufficient_privilege
      using message = format('A file of type %s was announced.', v_attachment.mime_type);
  end if;
  if v_size <> v_attachment.size_bytes then
    raise insufficient_privilege
      using message = format('A file of %s bytes was announced.', v_attachment.size_bytes);
  end if;

  update public.attachments set uploaded_at = now() where attachments.id = v_attachment.id;
  return null;
end;
$$;

create trigger attachments_500_take
  after insert on storage.objects
  for each row when (new.bucket_id = 'attachments')
  execute function private.tg_objects__take_attachment();


create function private.tg_objects__keep_attachment()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  raise insufficient_privilege using message = 'An attached file is never replaced or moved.';
end;
$$;

-- Storage itself only ever touches other columns, such as when somebody read it last.
create trigger attachments_500_keep
  after update on storage.objects
  for each row
  when (
    'attachments' in (old.bucket_id, new.bucket_id)
    and (old.bucket_id, old.name, old.version) is distinct from
      (new.bucket_id, new.name, new.version)
  )
  execute function private.tg_objects__keep_attachment();
