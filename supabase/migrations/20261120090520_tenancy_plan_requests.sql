/*
 * Wishes to change the plan: an owner asks, operators see it and decide. One open wish at a time;
 * setting the wished plan grants it. Who holds organization.update sees them, who holds
 * organization.delete asks.
 */
create table public.plan_requests (
  id uuid primary key default private.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  plan text not null references public.plans,
  note text not null default '',
  status text not null default 'open'
    check (status in ('open', 'granted', 'declined', 'withdrawn')),
  requested_by uuid references public.profiles,
  closed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version integer not null default 1,
  unique (organization_id, id),
  constraint plan_requests_note_has_a_limit check (char_length(note) <= 2000),
  constraint plan_requests_open_exactly_until_closed
    check ((status = 'open') = (closed_at is null))
);
create unique index plan_requests_organization_id_open_idx
  on public.plan_requests (organization_id) where status = 'open';
create index plan_requests_organization_id_created_at_id_idx
  on public.plan_requests (organization_id, created_at, id);
create index plan_requests_plan_idx on public.plan_requests (plan);
create index plan_requests_requested_by_idx on public.plan_requests (requested_by);


create function private.request_plan(organization_id uuid, plan text, note text)
returns public.plan_requests
language plpgsql security definer
set search_path = ''
as $$
declare
  v_request public.plan_requests;
begin
  -- Elevated because nobody may write plan_requests; it records a wish and changes nothing else.
  perform private.enter_organization(organization_id, 'organization.delete');
  if not exists (select from public.plans where plans.key = request_plan.plan) then
    perform private.throw_error('plan_not_found', 404, 'There is no such plan.');
  end if;
  update public.plan_requests
  set status = 'withdrawn', closed_at = now()
  where plan_requests.organization_id = request_plan.organization_id
    and plan_requests.status = 'open';
  insert into public.plan_requests (organization_id, plan, note, requested_by)
  values (
    request_plan.organization_id,
    request_plan.plan,
    coalesce(request_plan.note, ''),
    auth.uid()
  )
  returning * into v_request;
  return v_request;
end;
$$;
grant execute on function private.request_plan(uuid, text, text) to authenticated;

create function public.request_plan(organization_id uuid, plan text, note text default '')
returns public.plan_requests
language sql volatile
set search_path = ''
as $$
  select private.request_plan(organization_id, plan, note);
$$;
comment on function public.request_plan(uuid, text, text) is
  'Records the wish for a plan, in place of an earlier one that is still open. Owners may.';
grant execute on function public.request_plan(uuid, text, text) to authenticated;


create function private.withdraw_plan_request(organization_id uuid)
returns void
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because nobody may write plan_requests; it closes the organization's own.
  perform private.enter_organization(organization_id, 'organization.delete');
  update public.plan_requests
  set status = 'withdrawn', closed_at = now()
  where plan_requests.organization_id = withdraw_plan_request.organization_id
    and plan_requests.status = 'open';
end;
$$;
grant execute on function private.withdraw_plan_request(uuid) to authenticated;

create function public.withdraw_plan_request(organization_id uuid)
returns void
language sql volatile
set search_path = ''
as $$
  select private.withdraw_plan_request(organization_id);
$$;
comment on function public.withdraw_plan_request(uuid) is
  'Takes the open wish for another plan back, if there is one. Owners may.';
grant execute on function public.withdraw_plan_request(uuid) to authenticated;


create function private.tg_organizations__grant_plan_request()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because whoever sets a plan need not be able to write its wish; it closes that of the
  -- organization it fires for.
  update public.plan_requests
  set status = 'granted', closed_at = now()
  where plan_requests.organization_id = new.id
    and plan_requests.plan = new.plan
    and plan_requests.status = 'open';
  return null;
end;
$$;

create trigger _500_grant_plan_request
  after update of plan on public.organizations
  for each row when (old.plan <> new.plan)
  execute function private.tg_organizations__grant_plan_request();

create trigger _200_refuse_suspended
  after insert or update or delete on public.plan_requests
  for each row when (auth.uid() is not null and pg_trigger_depth() = 0)
  execute function private.tg_any__refuse_suspended();

create trigger _900_count_change
  before update on public.plan_requests
  for each row execute function private.tg_any__count_change();


alter table public.plan_requests enable row level security;

create policy select_manager on public.plan_requests for select to authenticated
  using (
    organization_id = any ((select private.organization_ids_with('organization.update'))::uuid[])
  );
-- No insert, update or delete: request_plan() keeps one open, operators decide.

grant select on public.plan_requests to authenticated;
grant select, insert, update, delete on public.plan_requests to service_role;

comment on table public.plan_requests is
  'An owner''s wish for another plan, recorded for operators.';
comment on column public.plan_requests.plan is 'The plan that is wished for.';
comment on column public.plan_requests.note is 'What the owner wants operators to know.';
comment on column public.plan_requests.status is
  'open until an operator sets the plan (granted) or says no, or the owner thinks again.';
comment on column public.plan_requests.version is
  'Grows with each change; an update names the version it read.';
