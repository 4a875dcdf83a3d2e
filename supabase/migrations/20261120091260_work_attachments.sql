/*
 * Attachments: files of a task, or of a comment on it. The row comes first and says what will be
 * uploaded; the database answers with the path, or with a reason why not, before a byte travels.
 * tasks.read reads what has arrived, files.write adds, renames and deletes one's own, tasks.write
 * deletes any. The bytes: 091262; what becomes of them afterwards: 091265.
 */
create function private.safe_filename(name text)
returns text
language sql stable
set search_path = ''
as $$
  -- What every store and every system takes: no folders, no leading dot, the extension kept. A name
  -- of other letters than Latin ones leaves its extension.
  select case
    when stem = '' then 'file'
    else stem
  end || coalesce('.' || nullif(ending, ''), '')
  from (
    select
      left(
        trim(both '-._' from regexp_replace(
          extensions.unaccent(regexp_replace(safe_filename.name, '\.[^./]*$', '')),
          '[^A-Za-z0-9._-]+', '-', 'g'
        )),
        80
      ) as stem,
      left(
        regexp_replace(
          lower(coalesce(substring(safe_filename.name from '\.([^./]*)$'), '')),
          '[^a-z0-9]+', '', 'g'
        ),
        16
      ) as ending
  ) as parts;
$$;
comment on function private.safe_filename(text) is
  'The last part of a path that reminds of a name: "Büro & Küche.PDF" gives Buro-Kuche.pdf.';


create function private.max_attachment_bytes()
returns bigint
language sql immutable
set search_path = ''
as $$
  select 52428800::bigint;
$$;
comment on function private.max_attachment_bytes() is
  '50 MB: what one upload over an ordinary line carries in the time of a session.';


-- Programs that run when somebody opens them: the disguise of most attacks by mail.
create function private.refused_file_extensions()
returns text[]
language sql immutable
set search_path = ''
as $$
  select array[
    'appref-ms', 'bat', 'chm', 'cmd', 'com', 'cpl', 'exe', 'hta', 'jar', 'jnlp', 'js', 'jse', 'lnk',
    'msc', 'msi', 'msp', 'mst', 'pif', 'ps1', 'reg', 'scf', 'scr', 'url', 'vb', 'vbe', 'vbs', 'wsf',
    'wsh'
  ];
$$;
comment on function private.refused_file_extensions() is
  'Endings of file names that cannot be attached. The same list as in packages/types.';


-- What a browser runs scripts of when a link leads there. As application/octet-stream the same file
-- is welcome: then it is saved and not opened.
create function private.refused_file_types()
returns text[]
language sql immutable
set search_path = ''
as $$
  select array[
    'application/ecmascript', 'application/javascript', 'application/x-javascript',
    'application/x-shockwave-flash', 'application/xml', 'application/xml-dtd', 'text/ecmascript',
    'text/html', 'text/javascript', 'text/vbscript', 'text/xml', 'text/xsl'
  ];
$$;
comment on function private.refused_file_types() is
  'Types that cannot be attached, besides all that end with +xml. The same list as in '
  'packages/types.';


create table public.attachments (
  id uuid primary key default private.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  -- Zero asks for the task's; the foreign key proves that it was given.
  project_id uuid not null default '00000000-0000-0000-0000-000000000000',
  task_id uuid not null,
  comment_id uuid,
  name text not null,
  -- Empty asks for the path; the check proves that it was given.
  path text not null default '' unique,
  mime_type text not null default 'application/octet-stream',
  size_bytes bigint not null,
  uploaded_by uuid references public.profiles default auth.uid(),
  uploaded_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version integer not null default 1,
  unique (organization_id, id),
  foreign key (organization_id, project_id, task_id)
    references public.tasks (organization_id, project_id, id) on delete cascade,
  foreign key (organization_id, project_id, task_id, comment_id)
    references public.comments (organization_id, project_id, task_id, id) on delete cascade,
  constraint attachments_name_is_printable check (name <> '' and private.is_line(name, 255)),
  constraint attachments_path_is_derived
    check (starts_with(path, organization_id || '/' || task_id || '/' || id || '/')),
  constraint attachments_mime_type_is_one check (
    mime_type ~ (
      '^(application|audio|font|image|message|model|text|video)'
      || '/[a-z0-9][a-z0-9!#$&^_.+-]*$'
    )
    and char_length(mime_type) <= 127
  ),
  constraint attachments_size_is_positive check (size_bytes > 0)
);
create index attachments_organization_id_project_id_task_id_comment_id_idx
  on public.attachments (organization_id, project_id, task_id, comment_id);
create index attachments_organization_id_task_id_created_at_id_idx
  on public.attachments (organization_id, task_id, created_at, id);
create index attachments_organization_id_comment_id_idx
  on public.attachments (organization_id, comment_id);
create index attachments_uploaded_by_idx on public.attachments (uploaded_by);
create index attachments_created_at_awaited_idx on public.attachments (created_at)
  where uploaded_at is null;


create trigger _100_take_project_of_task
  before insert on public.attachments
  for each row
  when (coalesce(new.project_id, '00000000-0000-0000-0000-000000000000')
    = '00000000-0000-0000-0000-000000000000')
  execute function private.tg_any__take_project_of_task();


create function private.tg_attachments__derive_path()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because the caller cannot call what it calls; it reads and writes the new row alone.
  new.path := concat_ws(
    '/', new.organization_id, new.task_id, new.id, private.safe_filename(new.name)
  );
  -- Without parameters, as Storage compares it; browsers say nothing of what they do not know.
  new.mime_type := coalesce(
    nullif(btrim(lower(split_part(new.mime_type, ';', 1))), ''), 'application/octet-stream'
  );
  return new;
end;
$$;

create trigger _200_derive_path
  before insert on public.attachments
  for each row execute function private.tg_attachments__derive_path();


-- After the row, so that who may not attach at all hears that first.
create function private.tg_attachments__refuse_file()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
declare
  -- Windows takes dots and spaces at the end for nothing.
  v_ending text := lower(substring(rtrim(new.name, '. ') from '\.([^.]*)$'));
begin
  -- Elevated because the caller cannot call what it calls; it only ever refuses.
  if new.size_bytes > private.max_attachment_bytes() then
    perform private.throw_error(
      'file_too_large', 413,
      format(
        'A file may have up to 50 MB, and this one has %s MB: an upload has to be over within '
        'minutes, also over a slow line.',
        to_char(ceil(new.size_bytes / 104857.6) / 10, 'FM999999999990.0')
      ),
      details => json_build_object(
        'limit', private.max_attachment_bytes(), 'size', new.size_bytes
      )::text,
      hint => 'Make it smaller, or keep it elsewhere and comment with a link to it.'
    );
  end if;

  if v_ending = any (private.refused_file_extensions()) then
    perform private.throw_error(
      'file_type_refused', 415,
      format('A file that ends with ".%s" cannot be attached: opening it runs it.', v_ending),
      details => v_ending,
      hint => 'Put it into a ZIP archive if people are to have it.'
    );
  end if;

  if new.mime_type = any (private.refused_file_types()) or new.mime_type like '%+xml' then
    perform private.throw_error(
      'file_type_refused', 415,
      format('A file of type %s cannot be attached: a browser would run it.', new.mime_type),
      details => new.mime_type,
      hint => 'Name it application/octet-stream: then it is saved and not opened.'
    );
  end if;
  return null;
end;
$$;

create trigger _100_refuse_file
  after insert on public.attachments
  for each row execute function private.tg_attachments__refuse_file();

-- A new name must not make of a picture what could not have been attached.
create trigger _100_refuse_renamed_file
  after update on public.attachments
  for each row when (old.name is distinct from new.name)
  execute function private.tg_attachments__refuse_file();

create trigger _200_refuse_suspended
  after insert or update or delete on public.attachments
  for each row when (auth.uid() is not null and pg_trigger_depth() = 0)
  execute function private.tg_any__refuse_suspended();

create trigger _210_refuse_archived_project
  after insert or update or delete on public.attachments
  for each row when (auth.uid() is not null and pg_trigger_depth() = 0)
  execute function private.tg_any__refuse_archived_project();

create trigger _800_broadcast_insert
  after insert on public.attachments
  referencing new table as changed
  for each statement execute function private.tg_any__broadcast();

create trigger _800_broadcast_update
  after update on public.attachments
  referencing new table as changed
  for each statement execute function private.tg_any__broadcast();

create trigger _800_broadcast_delete
  after delete on public.attachments
  referencing old table as changed
  for each statement execute function private.tg_any__broadcast();

create trigger _900_count_change
  before update on public.attachments
  for each row execute function private.tg_any__count_change();


alter table public.attachments enable row level security;

-- What is still on its way is there for who sends it only.
create policy select_reader on public.attachments for select to authenticated
  using (
    organization_id = any ((select private.organization_ids_with('tasks.read'))::uuid[])
    and project_id <> all ((select private.hidden_project_ids())::uuid[])
    and (uploaded_at is not null or uploaded_by = (select auth.uid()))
  );

-- To a comment only its author adds: a file there is part of what they say.
create policy insert_writer on public.attachments for insert to authenticated
  with check (
    organization_id = any ((select private.organization_ids_with('files.write'))::uuid[])
    and project_id <> all ((select private.hidden_project_ids())::uuid[])
    and exists (select from public.tasks where tasks.id = attachments.task_id)
    and uploaded_by = (select auth.uid())
    and (comment_id is null or exists (
      select from public.comments
      where comments.id = attachments.comment_id and comments.author_id = (select auth.uid())
    ))
  );

create policy update_own on public.attachments for update to authenticated
  using (
    organization_id = any ((select private.organization_ids_with('files.write'))::uuid[])
    and project_id <> all ((select private.hidden_project_ids())::uuid[])
    and uploaded_by = (select auth.uid())
    and (comment_id is null or exists (
      select from public.comments
      where comments.id = attachments.comment_id and comments.author_id = (select auth.uid())
    ))
  )
  with check (
    organization_id = any ((select private.organization_ids_with('files.write'))::uuid[])
    and project_id <> all ((select private.hidden_project_ids())::uuid[])
    and uploaded_by = (select auth.uid())
    and (comment_id is null or exists (
      select from public.comments
      where comments.id = attachments.comment_id and comments.author_id = (select auth.uid())
    ))
  );

create policy delete_own_or_writer on public.attachments for delete to authenticated
  using (
    project_id <> all ((select private.hidden_project_ids())::uuid[])
    and (
      organization_id = any ((select private.organization_ids_with('tasks.write'))::uuid[])
      or organization_id = any ((select private.organization_ids_with('files.write'))::uuid[])
        and uploaded_by = (select auth.uid())
    )
  );

grant select, delete on public.attachments to authenticated;
grant insert (organization_id, project_id, task_id, comment_id, name, mime_type, size_bytes)
  on public.attachments to authenticated;
-- Files are picked while a comment is being written, and become part of it when it is sent.
grant update (comment_id, name) on public.attachments to authenticated;
grant select, insert, update, delete on public.attachments to service_role;

comment on table public.attachments is 'A file of a task, or of a comment on it.';
comment on column public.attachments.project_id is 'The task''s; filled in if not given.';
comment on column public.attachments.comment_id is
  'The uploader''s comment on the same task that the file belongs to.';
comment on column public.attachments.name is 'The file''s name as people see it.';
comment on column public.attachments.path is
  'Where the bytes go in the bucket attachments; derived by the database.';
comment on column public.attachments.mime_type is
  'What the upload has to say as its type, without parameters.';
comment on column public.attachments.size_bytes is 'How many bytes the upload has to have.';
comment on column public.attachments.uploaded_by is 'Who sends it; the caller.';
comment on column public.attachments.uploaded_at is
  'When the bytes arrived; until then nobody but the sender sees the row.';
comment on column public.attachments.version is
  'Grows with each change; an update names the version it read.';
