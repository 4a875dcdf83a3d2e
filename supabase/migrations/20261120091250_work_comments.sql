/*
 * Comments: what people say about a task, in Markdown. tasks.read reads those of the tasks one
 * sees, comments.write adds, and changes or deletes one's own, comments.moderate deletes anybody's:
 * nobody puts words into another's mouth. A comment goes with its task.
 */
create table public.comments (
  id uuid primary key default private.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  -- Zero asks for the task's; the foreign key proves that it was given.
  project_id uuid not null default '00000000-0000-0000-0000-000000000000',
  task_id uuid not null,
  author_id uuid references public.profiles default auth.uid(),
  body text not null,
  edited_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version integer not null default 1,
  unique (organization_id, id),
  unique (organization_id, project_id, task_id, id),
  foreign key (organization_id, project_id, task_id)
    references public.tasks (organization_id, project_id, id) on delete cascade,
  constraint comments_body_has_a_limit check (char_length(body) <= 20000),
  -- Spaces of all widths, and what is printed as nothing.
  constraint comments_body_says_something check (
    body ~ (
      '[^\u0009-\u000d\u0020\u0085\u00a0\u00ad\u1680\u180e\u2000-\u200f\u2028-\u202f'
      || '\u205f-\u206f\u3000\ufeff]'
    )
  )
);
create index comments_author_id_idx on public.comments (author_id);
create index comments_organization_id_task_id_created_at_id_idx
  on public.comments (organization_id, task_id, created_at, id);


create trigger _100_take_project_of_task
  before insert on public.comments
  for each row
  when (coalesce(new.project_id, '00000000-0000-0000-0000-000000000000')
    = '00000000-0000-0000-0000-000000000000')
  execute function private.tg_any__take_project_of_task();


create function private.tg_comments__date_edit()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.edited_at := now();
  return new;
end;
$$;

create trigger _100_date_edit
  before update on public.comments
  for each row when (old.body is distinct from new.body)
  execute function private.tg_comments__date_edit();

create trigger _200_refuse_suspended
  after insert or update or delete on public.comments
  for each row when (auth.uid() is not null and pg_trigger_depth() = 0)
  execute function private.tg_any__refuse_suspended();

create trigger _210_refuse_archived_project
  after insert or update or delete on public.comments
  for each row when (pg_trigger_depth() = 0)
  execute function private.tg_any__refuse_archived_project();

create trigger _800_broadcast_insert
  after insert on public.comments
  referencing new table as changed
  for each statement execute function private.tg_any__broadcast();

create trigger _800_broadcast_update
  after update on public.comments
  referencing new table as changed
  for each statement execute function private.tg_any__broadcast();

create trigger _800_broadcast_delete
  after delete on public.comments
  referencing old table as changed
  for each statement execute function private.tg_any__broadcast();

create trigger _900_count_change
  before update on public.comments
  for each row execute function private.tg_any__count_change();


alter table public.comments enable row level security;

create policy select_reader on public.comments for select to authenticated
  using (
    organization_id = any ((select private.organization_ids_with('tasks.read'))::uuid[])
    and project_id <> all ((select private.hidden_project_ids())::uuid[])
  );

-- Asked under the caller's own rights: they see the task.
create policy insert_writer on public.comments for insert to authenticated
  with check (
    organization_id = any ((select private.organization_ids_with('comments.write'))::uuid[])
    and project_id <> all ((select private.hidden_project_ids())::uuid[])
    and exists (select from public.tasks where tasks.id = comments.task_id)
    and author_id = (select auth.uid())
  );

create policy update_own on public.comments for update to authenticated
  using (
    organization_id = any ((select private.organization_ids_with('comments.write'))::uuid[])
    and project_id <> all ((select private.hidden_project_ids())::uuid[])
    and author_id = (select auth.uid())
  )
  with check (
    organization_id = any ((select private.organization_ids_with('comments.write'))::uuid[])
    and project_id <> all ((select private.hidden_project_ids())::uuid[])
    and author_id = (select auth.uid())
  );

create policy delete_own_or_moderator on public.comments for delete to authenticated
  using (
    project_id <> all ((select private.hidden_project_ids())::uuid[])
    and (
      organization_id = any ((select private.organization_ids_with('comments.moderate'))::uuid[])
      or organization_id = any ((select private.organization_ids_with('comments.write'))::uuid[])
        and author_id = (select auth.uid())
    )
  );

grant select, delete on public.comments to authenticated;
grant insert (organization_id, project_id, task_id, body) on public.comments to authenticated;
grant update (body) on public.comments to authenticated;
grant select, insert, update, delete on public.comments to service_role;

comment on table public.comments is 'What somebody says about a task.';
comment on column public.comments.project_id is 'The task''s; filled in if not given.';
comment on column public.comments.author_id is 'Who wrote it; the caller.';
comment on column public.comments.body is
  'Markdown. [@Name](mention:<user id>) mentions a person.';
comment on column public.comments.edited_at is
  'When the text was changed last; what it was before is in comment_revisions.';
comment on column public.comments.version is
  'Grows with each change; an update names the version it read.';
