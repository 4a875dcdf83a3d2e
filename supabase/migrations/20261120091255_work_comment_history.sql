/*
 * What follows from the text of a comment: its former texts, and whom it mentions. Both are written
 * by the database alone, and read by whoever reads the comment. Who writes one and who is mentioned
 * begins to watch the task; the comment's own event tells of all three.
 */
create table public.comment_revisions (
  organization_id uuid not null references public.organizations on delete cascade,
  project_id uuid not null,
  task_id uuid not null,
  comment_id uuid not null,
  comment_version integer not null,
  body text not null,
  written_at timestamptz not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, comment_id, comment_version),
  foreign key (organization_id, project_id, task_id, comment_id)
    references public.comments (organization_id, project_id, task_id, id) on delete cascade
);
create index comment_revisions_organization_id_comment_id_project_id_idx
  on public.comment_revisions (organization_id, comment_id, project_id, task_id);

create table public.comment_mentions (
  organization_id uuid not null references public.organizations on delete cascade,
  project_id uuid not null,
  task_id uuid not null,
  comment_id uuid not null,
  user_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (organization_id, comment_id, user_id),
  foreign key (organization_id, project_id, task_id, comment_id)
    references public.comments (organization_id, project_id, task_id, id) on delete cascade,
  foreign key (organization_id, user_id)
    references public.memberships (organization_id, user_id) on delete cascade
);
create index comment_mentions_organization_id_comment_id_project_id_idx
  on public.comment_mentions (organization_id, comment_id, project_id, task_id);
create index comment_mentions_organization_id_user_id_created_at_idx
  on public.comment_mentions (organization_id, user_id, created_at);


create function private.tg_comments__keep_revision()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because the history is nobody's to write; it copies the row it fires for.
  insert into public.comment_revisions
    (organization_id, project_id, task_id, comment_id, comment_version, body, written_at)
  values (
    old.organization_id, old.project_id, old.task_id, old.id, old.version, old.body,
    coalesce(old.edited_at, old.created_at)
  );
  return null;
end;
$$;

create trigger _500_keep_revision
  after update on public.comments
  for each row when (old.body is distinct from new.body)
  execute function private.tg_comments__keep_revision();


create function private.tg_comment_revisions__refuse_change()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  raise restrict_violation using message = 'What somebody once wrote is never changed.';
end;
$$;

create trigger _100_refuse_change
  before update on public.comment_revisions
  for each row execute function private.tg_comment_revisions__refuse_change();


create function private.mentioned_ids(body text)
returns uuid[]
language sql immutable
set search_path = ''
as $$
  -- The name is what the writer saw; brackets and backslashes in it come behind a backslash.
  select coalesce(array_agg(distinct part[1]::uuid), '{}')
  from regexp_matches(
    body,
    '\[@(?:[^][\\]|\\.)+\]'
      '\(mention:([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\)',
    'g'
  ) as part;
$$;
comment on function private.mentioned_ids(text) is 'Whom a Markdown text mentions.';


create function private.tg_comments__keep_mentions()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
declare
  v_mentioned uuid[] := array(
    select mentioned.id
    from unnest(private.mentioned_ids(new.body)) as mentioned (id)
    where private.is_task_reader(new.organization_id, new.project_id, mentioned.id)
  );
begin
  -- Elevated because mentions are nobody's to write, and because it asks what others may see; it
  -- records nobody who cannot see the task, and tells nobody who that was.
  delete from public.comment_mentions
  where comment_mentions.organization_id = new.organization_id
    and comment_mentions.comment_id = new.id
    and comment_mentions.user_id <> all (v_mentioned);

  with added as (
    insert into public.comment_mentions (organization_id, project_id, task_id, comment_id, user_id)
    select new.organization_id, new.project_id, new.task_id, new.id, mentioned.id
    from unnest(v_mentioned) as mentioned (id)
    on conflict do nothing
    returning user_id
  )
  insert into public.task_watchers (organization_id, project_id, task_id, user_id)
  select new.organization_id, new.project_id, new.task_id, listener.user_id
  from (
    select added.user_id from added
    union
    select new.author_id
    where tg_op = 'INSERT'
      and private.is_task_reader(new.organization_id, new.project_id, new.author_id)
  ) as listener
  on conflict do nothing;
  return null;
end;
$$;

create trigger _510_keep_mentions_of_new_comment
  after insert on public.comments
  for each row execute function private.tg_comments__keep_mentions();

create trigger _510_keep_mentions_of_changed_comment
  after update on public.comments
  for each row when (old.body is distinct from new.body)
  execute function private.tg_comments__keep_mentions();


create trigger _200_refuse_suspended
  after insert or update or delete on public.comment_revisions
  for each row when (auth.uid() is not null and pg_trigger_depth() = 0)
  execute function private.tg_any__refuse_suspended();

create trigger _200_refuse_suspended
  after insert or update or delete on public.comment_mentions
  for each row when (auth.uid() is not null and pg_trigger_depth() = 0)
  execute function private.tg_any__refuse_suspended();

create trigger _210_refuse_archived_project
  after insert or update or delete on public.comment_revisions
  for each row when (pg_trigger_depth() = 0)
  execute function private.tg_any__refuse_archived_project();

create trigger _210_refuse_archived_project
  after insert or update or delete on public.comment_mentions
  for each row when (pg_trigger_depth() = 0)
  execute function private.tg_any__refuse_archived_project();


alter table public.comment_revisions enable row level security;
alter table public.comment_mentions enable row level security;

create policy select_reader on public.comment_revisions for select to authenticated
  using (
    organization_id = any ((select private.organization_ids_with('tasks.read'))::uuid[])
    and project_id <> all ((select private.hidden_project_ids())::uuid[])
  );

create policy select_reader on public.comment_mentions for select to authenticated
  using (
    organization_id = any ((select private.organization_ids_with('tasks.read'))::uuid[])
    and project_id <> all ((select private.hidden_project_ids())::uuid[])
  );
-- No insert, update or delete on both: they follow from the comment.

grant select on public.comment_revisions, public.comment_mentions to authenticated;
grant select, insert, update, delete on public.comment_revisions, public.comment_mentions
  to service_role;

comment on table public.comment_revisions is 'A text that a comment had before it was edited.';
comment on column public.comment_revisions.comment_version is
  'The version of the comment that had this text.';
comment on column public.comment_revisions.written_at is 'When this text was written.';
comment on column public.comment_revisions.created_at is 'When another one took its place.';
comment on table public.comment_mentions is
  'An active member whom a comment mentions, and who could see the task when it did.';
