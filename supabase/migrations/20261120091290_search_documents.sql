/*
 * Search documents: what each searchable row says, in one place and one index. Kept by triggers of
 * the tables it stands for; nobody reads it but private.search(), which applies their permissions.
 */
create extension btree_gin with schema extensions;
create extension pg_trgm with schema extensions;

-- As simple, without stemming: people write in several languages, and mix them. It serves to
-- highlight; what is indexed has been folded before.
create text search configuration private.plain (copy = simple);
alter text search configuration private.plain
  alter mapping for word, hword, hword_part, asciiword, asciihword, hword_asciipart
  with extensions.unaccent, simple;

-- PostgreSQL's parser reads "ACME-42" as a negative number and "plan.pdf" as a host; words alone
-- are found by any of their parts. Declared immutable though unaccent is not: its rules come with
-- the server, and a change of them would be a reason to index anew.
create function private.search_words(value text)
returns text
language plpgsql immutable parallel safe
set search_path = ''
as $$
begin
  return btrim(regexp_replace(
    extensions.unaccent('extensions.unaccent', lower(normalize(value, nfkc))),
    '[^[:alnum:]]+', ' ', 'g'
  ));
end;
$$;
comment on function private.search_words(text) is
  'The words of a text, folded: lower case, without accents, one blank between them.';


-- In Markdown a mention is a link to a person: [@Ada](mention:<uuid>). What is read is the name.
create function private.search_text(markdown text)
returns text
language sql immutable
set search_path = ''
as $$
  select regexp_replace(markdown, '\[(@[^\]]*)\]\(mention:[0-9a-f-]*\)', '\1', 'g');
$$;


create table private.search_documents (
  kind text not null
    check (kind in ('task', 'comment', 'project', 'client', 'invoice', 'file')),
  id uuid not null,
  organization_id uuid not null references public.organizations on delete cascade,
  project_id uuid,
  task_id uuid,
  title text not null,
  words text not null,
  vector tsvector not null,
  changed_at timestamptz not null default now(),
  primary key (kind, id)
);
create index search_documents_organization_id_vector_idx
  on private.search_documents using gin (organization_id, vector);
create index search_documents_organization_id_words_idx
  on private.search_documents using gin (organization_id, words extensions.gin_trgm_ops);
create index search_documents_organization_id_changed_at_idx
  on private.search_documents (organization_id, changed_at desc);

comment on table private.search_documents is
  'The text of one searchable row, prepared for search; kept by triggers.';
comment on column private.search_documents.title is
  'What a list of results shows; empty where the task''s title says it better.';
comment on column private.search_documents.words is
  'The folded words of title and name, in this order: for typos, and to put the exact first.';
comment on column private.search_documents.vector is
  'A: title; B: name, such as a key or number; C: the long text.';
comment on column private.search_documents.changed_at is 'When its text last changed.';


-- Cut before it becomes a tsvector, which holds one megabyte at most.
create function private.put_search_document(
  kind text,
  id uuid,
  organization_id uuid,
  project_id uuid,
  task_id uuid,
  name text,
  title text,
  body text
)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_name text := private.search_words(coalesce(name, ''));
  v_title text := private.search_words(title);
begin
  insert into private.search_documents
    (kind, id, organization_id, project_id, task_id, title, words, vector)
  values (
    put_search_document.kind,
    put_search_document.id,
    put_search_document.organization_id,
    put_search_document.project_id,
    put_search_document.task_id,
    put_search_document.title,
    btrim(v_title || ' ' || v_name),
    setweight(to_tsvector('pg_catalog.simple', v_title), 'A')
      || setweight(to_tsvector('pg_catalog.simple', v_name), 'B')
      || setweight(
        to_tsvector(
          'pg_catalog.simple',
          private.search_words(private.search_text(left(coalesce(body, ''), 100000)))
        ),
        'C'
      )
  )
  on conflict on constraint search_documents_pkey do update
  set title = excluded.title,
      words = excluded.words,
      vector = excluded.vector,
      changed_at = excluded.changed_at;
end;
$$;
comment on function private.put_search_document(text, uuid, uuid, uuid, uuid, text, text, text) is
  'Writes what a row says; title and name are found by typos too, the body by its words.';


create function private.tg_any__forget_search_document()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because documents are nobody's to write; it drops the one of the row it fires for. The
  -- trigger names the kind.
  delete from private.search_documents
  where search_documents.kind = tg_argv[0] and search_documents.id = old.id;
  return null;
end;
$$;


create function private.tg_projects__put_search_document()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because documents are nobody's to write; it writes the one of the row it fires for.
  perform private.put_search_document(
    'project', new.id, new.organization_id, new.id, null, new.key, new.name, new.description
  );
  return null;
end;
$$;

create trigger _600_put_search_document
  after insert or update of name, description on public.projects
  for each row execute function private.tg_projects__put_search_document();

create trigger _600_forget_search_document
  after delete on public.projects
  for each row execute function private.tg_any__forget_search_document('project');


create function private.tg_tasks__put_search_document()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
declare
  v_key text;
begin
  -- Elevated because documents are nobody's to write; it writes the one of the row it fires for.
  select projects.key into v_key
  from public.projects
  where projects.organization_id = new.organization_id and projects.id = new.project_id;

  perform private.put_search_document(
    'task', new.id, new.organization_id, new.project_id, new.id,
    v_key || '-' || new.number, new.title, new.description
  );
  return null;
end;
$$;

create trigger _600_put_search_document
  after insert or update of title, description on public.tasks
  for each row execute function private.tg_tasks__put_search_document();

create trigger _600_forget_search_document
  after delete on public.tasks
  for each row execute function private.tg_any__forget_search_document('task');


create function private.client_search_body(client public.clients)
returns text
language sql immutable
set search_path = ''
as $$
  select concat_ws(
    E'\n', client.legal_name, client.city, client.vat_id, client.tax_number, client.notes
  );
$$;

create function private.tg_clients__put_search_document()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because documents are nobody's to write; it writes the one of the row it fires for.
  perform private.put_search_document(
    'client', new.id, new.organization_id, null, null, null, new.name,
    private.client_search_body(new)
  );
  return null;
end;
$$;

create trigger _600_put_search_document
  after insert or update of name, legal_name, city, vat_id, tax_number, notes on public.clients
  for each row execute function private.tg_clients__put_search_document();

create trigger _600_forget_search_document
  after delete on public.clients
  for each row execute function private.tg_any__forget_search_document('client');


create function private.tg_comments__put_search_document()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because documents are nobody's to write; it writes the one of the row it fires for.
  perform private.put_search_document(
    'comment', new.id, new.organization_id, new.project_id, new.task_id, null, '', new.body
  );
  return null;
end;
$$;

create trigger _600_put_search_document
  after insert or update of body on public.comments
  for each row execute function private.tg_comments__put_search_document();

create trigger _600_forget_search_document
  after delete on public.comments
  for each row execute function private.tg_any__forget_search_document('comment');


create function private.tg_attachments__put_search_document()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because documents are nobody's to write; it writes the one of the row it fires for.
  perform private.put_search_document(
    'file', new.id, new.organization_id, new.project_id, new.task_id, null, new.name, null
  );
  return null;
end;
$$;

-- A file without its bytes is nothing to be found yet.
create trigger _600_put_search_document_of_new
  after insert on public.attachments
  for each row when (new.uploaded_at is not null)
  execute function private.tg_attachments__put_search_document();

create trigger _600_put_search_document_of_changed
  after update of name, uploaded_at on public.attachments
  for each row when (new.uploaded_at is not null)
  execute function private.tg_attachments__put_search_document();

create trigger _600_forget_search_document
  after delete on public.attachments
  for each row execute function private.tg_any__forget_search_document('file');
