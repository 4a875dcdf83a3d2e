/*
 * Search: one question over everything written in an organization. It finds exactly what the caller
 * could read row by row: it asks the same permissions as the policies of the tables do.
 */
create type public.search_result as (
  kind text,
  id uuid,
  project_id uuid,
  task_id uuid,
  key text,
  title text,
  title_html text,
  excerpt_html text,
  rank real,
  changed_at timestamptz
);
comment on type public.search_result is 'One row that was found, and why.';
comment on column public.search_result.kind is 'task, comment, project, client, invoice or file.';
comment on column public.search_result.task_id is
  'The task to open: itself, or the one that a comment or file belongs to.';
comment on column public.search_result.key is
  'What people call it: ACME-42 for tasks and what belongs to them, ACME for projects; null to '
  'those who may not read projects.';
comment on column public.search_result.title is 'Plain text.';
comment on column public.search_result.title_html is
  'The title escaped for HTML, with <mark> around what matched.';
comment on column public.search_result.excerpt_html is
  'Where in the long text the words stand, in the same manner; null if it has none.';
comment on column public.search_result.rank is 'Greater is better; comparable within one answer.';


create function private.searchable_kinds(organization_id uuid)
returns text[]
language plpgsql stable
set search_path = ''
as $$
declare
  v_readable text[];
begin
  select coalesce(array_agg(kind), '{}') into v_readable
  from (values
    ('task', 'tasks.read'), ('comment', 'tasks.read'), ('file', 'tasks.read'),
    ('project', 'projects.read'), ('client', 'clients.read'), ('invoice', 'invoices.read')
  ) as readable (kind, permission)
  where searchable_kinds.organization_id = any (private.organization_ids_with(permission));
  return v_readable;
end;
$$;
comment on function private.searchable_kinds(uuid) is
  'What the caller may read in an organization, by kind of search document.';


-- Each word may be the front of one in the text, so that results appear as one types.
create function private.search_query(words text)
returns tsquery
language sql immutable
set search_path = ''
as $$
  select to_tsquery('pg_catalog.simple', string_agg('''' || word || ''':*', ' & '))
  from (
    select word from regexp_split_to_table(search_query.words, ' ') as part (word)
    where word <> ''
    limit 12
  ) as first;
$$;


-- The long text behind a document, read again when it is shown: it is not stored twice.
create function private.search_body(kind text, id uuid)
returns text
language sql stable
set search_path = ''
as $$
  select case search_body.kind
    when 'task' then (
      select private.search_text(tasks.description)
      from public.tasks where tasks.id = search_body.id
    )
    when 'project' then (
      select projects.description from public.projects where projects.id = search_body.id
    )
    when 'comment' then (
      select private.search_text(comments.body)
      from public.comments where comments.id = search_body.id
    )
    when 'client' then (
      select private.client_search_body(clients)
      from public.clients where clients.id = search_body.id
    )
  end;
$$;


create function private.search_highlight(body text, query tsquery)
returns text
language sql stable
set search_path = ''
as $$
  -- Marked with characters that no text here keeps, then escaped, then marked in HTML. A short text
  -- is shown whole, and only the front of a very long one is looked at.
  select replace(replace(
    replace(replace(replace(replace(
      ts_headline(
        'private.plain',
        translate(left(search_highlight.body, 20000), E'\u0002\u0003', ''),
        search_highlight.query,
        E'StartSel="\u0002", StopSel="\u0003", ' || case
          when char_length(search_highlight.body) <= 200 then 'HighlightAll=true'
          else 'MaxWords=24, MinWords=12, MaxFragments=2, FragmentDelimiter=" … "'
        end
      ),
      '&', '&amp;'), '<', '&lt;'), '>', '&gt;'), '"', '&quot;'),
    E'\u0002', '<mark>'), E'\u0003', '</mark>');
$$;


/*
 * Of a common word there may be hundreds of thousands of hits: the newest 1,000 are ranked. The
 * planner is asked anew for each question, because a common word is best looked for among the
 * newest, and a rare one in the index.
 */
create function private.search(
  organization_id uuid,
  query text,
  kinds text[],
  max_results integer
)
returns setof public.search_result
language plpgsql stable security definer
set search_path = ''
set plan_cache_mode = force_custom_plan
set pg_trgm.word_similarity_threshold = 0.45
as $$
declare
  v_words text := left(private.search_words(search.query), 400);
  v_query tsquery;
  v_kinds text[];
  v_reads_projects boolean;
  v_hidden uuid[];
  v_found private.search_documents[];
  v_similar private.search_documents[];
begin
  -- Elevated because documents have no policies; what it returns is bound to the permissions that
  -- the caller holds this moment, and leaves out hidden projects.
  if search.organization_id <> all (private.organization_ids_with('organization.read'))
    or search.organization_id is null
  then
    perform private.throw_error(
      'organization_not_found', 404,
      'There is no such organization, or you are not an active member of it.'
    );
  end if;
  if char_length(search.query) > 1000 then
    perform private.throw_error(
      'search_query_too_long', 422, 'A search may have at most 1,000 characters.'
    );
  end if;
  v_query := private.search_query(v_words);
  if v_query is null or numnode(v_query) = 0 then
    return;
  end if;

  v_hidden := private.hidden_project_ids();
  v_kinds := private.searchable_kinds(search.organization_id);
  v_reads_projects := 'project' = any (v_kinds);
  if search.kinds is not null then
    v_kinds := array(select unnest(v_kinds) intersect select unnest(search.kinds));
  end if;

  v_found := array(
    select documents
    from private.search_documents as documents
    where documents.organization_id = search.organization_id
      and documents.kind = any (v_kinds)
      and (documents.project_id is null or documents.project_id <> all (v_hidden))
      and documents.vector @@ v_query
      and (v_reads_projects or ts_filter(documents.vector, '{a,c}') @@ v_query) -- not by its key
    order by documents.changed_at desc
    limit 1000
  );

  -- Who finds nothing may have mistyped.
  if cardinality(v_found) = 0 and char_length(v_words) between 3 and 100 then
    v_similar := array(
      select documents
      from private.search_documents as documents
      where documents.organization_id = search.organization_id
        and documents.kind = any (v_kinds)
        and (documents.project_id is null or documents.project_id <> all (v_hidden))
        and v_words operator(extensions.<%) documents.words
        and (
          v_reads_projects
          or v_words operator(extensions.<%) private.search_words(documents.title)
        )
      limit 1000
    );
  end if;

  return query
    with hits as (
      select
        documents.*,
        (
          ts_rank('{0.1, 0.3, 0.6, 1.0}', documents.vector, v_query)
          + case
            when ' ' || documents.words like '% ' || v_words then 3 -- a key, or the last words
            when documents.words like v_words || '%' then 2
            when ' ' || documents.words like '% ' || v_words || '%' then 1
            else 0
          end
        )::real as rank
      from unnest(v_found) as documents
      union all
      select
        documents.*,
        (extensions.word_similarity(v_words, documents.words) / 10)::real as rank
      from unnest(v_similar) as documents
    ),
    best as (
      select * from hits
      order by hits.rank desc, hits.changed_at desc, hits.id desc
      limit least(greatest(coalesce(search.max_results, 20), 1), 100)
    )
    select
      best.kind,
      best.id,
      best.project_id,
      best.task_id,
      case when v_reads_projects then projects.key || coalesce('-' || tasks.number, '') end,
      shown.title,
      private.search_highlight(shown.title, v_query),
      private.search_highlight(nullif(private.search_body(best.kind, best.id), ''), v_query),
      best.rank,
      best.changed_at
    from best
    left join public.projects
      on projects.organization_id = search.organization_id and projects.id = best.project_id
    left join public.tasks
      on tasks.organization_id = search.organization_id and tasks.id = best.task_id
    cross join lateral (select coalesce(nullif(best.title, ''), tasks.title)) as shown (title)
    order by best.rank desc, best.changed_at desc, best.id desc;
end;
$$;
grant execute on function private.search(uuid, text, text[], integer) to authenticated;

create function public.search(
  organization_id uuid,
  query text,
  kinds text[] default null,
  max_results integer default 20
)
returns setof public.search_result
language sql stable
set search_path = ''
as $$
  select * from private.search(organization_id, query, kinds, max_results);
$$;
comment on function public.search(uuid, text, text[], integer) is
  'Finds tasks, comments, projects, clients, invoices and files by words, their beginnings and '
  'with typos, best first: at most max_results (1 to 100), only what the caller may read. Of more '
  'than 1,000 hits the newest are ranked. Errors: organization_not_found, search_query_too_long.';
grant execute on function public.search(uuid, text, text[], integer) to authenticated;
