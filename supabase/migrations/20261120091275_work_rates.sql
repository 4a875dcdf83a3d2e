/*
 * Rates: what an hour of somebody's work costs. rates.read sees them, rates.manage sets them. Of
 * the rates that are valid on a day the most particular one counts: for a member on a project, then
 * for the project, then for the member, then for the organization; and of those the newest.
 * Budgets: what a project may cost. Whoever sees invoices or rates sees them, invoices.write sets
 * them.
 */
create table public.rates (
  id uuid primary key default private.uuid_v7(),
  organization_id uuid not null references public.organizations on delete cascade,
  project_id uuid,
  user_id uuid references public.profiles,
  amount_minor bigint not null,
  currency text not null references public.currencies,
  valid_from date not null default '1900-01-01',
  created_by uuid references public.profiles default auth.uid(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version integer not null default 1,
  unique (organization_id, id),
  foreign key (organization_id, project_id)
    references public.projects (organization_id, id) on delete cascade,
  foreign key (organization_id, user_id)
    references private.organization_people (organization_id, user_id),
  constraint rates_are_set_once_a_day
    unique nulls not distinct (organization_id, project_id, user_id, valid_from),
  -- So much an hour is nobody's price, and sums of it stay far from what a bigint holds.
  constraint rates_amount_is_plausible check (amount_minor between 0 and 100000000000),
  constraint rates_valid_from_is_a_plausible_day
    check (valid_from between '1900-01-01' and '2999-12-31')
);
create index rates_organization_id_user_id_idx on public.rates (organization_id, user_id);
create index rates_organization_id_created_at_id_idx
  on public.rates (organization_id, created_at, id);
create index rates_user_id_idx on public.rates (user_id);
create index rates_currency_idx on public.rates (currency);
create index rates_created_by_idx on public.rates (created_by);

create table public.project_budgets (
  organization_id uuid not null references public.organizations on delete cascade,
  project_id uuid not null,
  amount_minor bigint not null,
  currency text not null references public.currencies,
  created_by uuid references public.profiles default auth.uid(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version integer not null default 1,
  primary key (organization_id, project_id),
  foreign key (organization_id, project_id)
    references public.projects (organization_id, id) on delete cascade,
  constraint project_budgets_amount_is_positive
    check (amount_minor between 1 and 1000000000000000)
);
create index project_budgets_currency_idx on public.project_budgets (currency);
create index project_budgets_created_by_idx on public.project_budgets (created_by);


-- Runs before row-level security has judged the row, so a project that is not there has to sound
-- like a hidden one.
create function private.tg_any__refuse_missing_project()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because a project counts whether or not one may read it; it only ever refuses.
  if auth.uid() is not null and not exists (
    select from public.projects
    where projects.organization_id = new.organization_id and projects.id = new.project_id
  ) then
    raise insufficient_privilege using message = format(
      'new row violates row-level security policy for table "%s"', tg_table_name
    );
  end if;
  return new;
end;
$$;
comment on function private.tg_any__refuse_missing_project() is
  'Answers for a project that is not there what row-level security answers for a hidden one.';

create trigger _100_refuse_missing_project
  before insert on public.rates
  for each row when (new.project_id is not null)
  execute function private.tg_any__refuse_missing_project();

create trigger _100_refuse_missing_project
  before insert on public.project_budgets
  for each row execute function private.tg_any__refuse_missing_project();

create trigger _210_refuse_unknown_currency
  before insert or update of currency on public.rates
  for each row execute function private.tg_any__refuse_unknown_currency();

create trigger _210_refuse_unknown_currency
  before insert or update of currency on public.project_budgets
  for each row execute function private.tg_any__refuse_unknown_currency();

create trigger _900_count_change
  before update on public.rates
  for each row execute function private.tg_any__count_change();

create trigger _900_count_change
  before update on public.project_budgets
  for each row execute function private.tg_any__count_change();

create trigger _200_refuse_suspended
  after insert or update or delete on public.rates
  for each row when (auth.uid() is not null and pg_trigger_depth() = 0)
  execute function private.tg_any__refuse_suspended();

create trigger _200_refuse_suspended
  after insert or update or delete on public.project_budgets
  for each row when (auth.uid() is not null and pg_trigger_depth() = 0)
  execute function private.tg_any__refuse_suspended();

create trigger _210_refuse_archived_project
  after insert or update or delete on public.rates
  for each row when (pg_trigger_depth() = 0)
  execute function private.tg_any__refuse_archived_project();

create trigger _210_refuse_archived_project
  after insert or update or delete on public.project_budgets
  for each row when (pg_trigger_depth() = 0)
  execute function private.tg_any__refuse_archived_project();


-- A budget is named by its project. Those of a private project are told to nobody: not all who
-- listen to money see it.
create function private.tg_any__broadcast_money_of_project()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because nobody may send into a private channel; it says of a row only that it changed.
  perform private.send_row_events(tg_table_name, tg_op, (
    select array_agg((
      'org:' || changed.organization_id || ':money',
      changed.project_id,
      coalesce(to_jsonb(changed) ->> 'id', changed.project_id::text)::uuid,
      changed.version
    )::private.row_event)
    from changed
    left join public.projects
      on projects.organization_id = changed.organization_id and projects.id = changed.project_id
    where changed.project_id is null or projects.visibility = 'organization'
  ));
  return null;
end;
$$;
comment on function private.tg_any__broadcast_money_of_project() is
  'Tells the listeners of an organization''s money that rows of a table changed; the trigger names '
  'them "changed".';

create trigger _800_broadcast_insert
  after insert on public.rates
  referencing new table as changed
  for each statement execute function private.tg_any__broadcast_money_of_project();

create trigger _800_broadcast_update
  after update on public.rates
  referencing new table as changed
  for each statement execute function private.tg_any__broadcast_money_of_project();

create trigger _800_broadcast_delete
  after delete on public.rates
  referencing old table as changed
  for each statement when (pg_trigger_depth() = 0)
  execute function private.tg_any__broadcast_money_of_project();

create trigger _800_broadcast_insert
  after insert on public.project_budgets
  referencing new table as changed
  for each statement execute function private.tg_any__broadcast_money_of_project();

create trigger _800_broadcast_update
  after update on public.project_budgets
  referencing new table as changed
  for each statement execute function private.tg_any__broadcast_money_of_project();

create trigger _800_broadcast_delete
  after delete on public.project_budgets
  referencing old table as changed
  for each statement when (pg_trigger_depth() = 0)
  execute function private.tg_any__broadcast_money_of_project();


alter table public.rates enable row level security;
alter table public.project_budgets enable row level security;

create policy select_reader on public.rates for select to authenticated
  using (
    organization_id = any ((select private.organization_ids_with('rates.read'))::uuid[])
    and (
      project_id is null or project_id <> all ((select private.hidden_project_ids())::uuid[])
    )
  );

create policy insert_manager on public.rates for insert to authenticated
  with check (
    organization_id = any ((select private.organization_ids_with('rates.manage'))::uuid[])
    and (
      project_id is null or project_id <> all ((select private.hidden_project_ids())::uuid[])
    )
  );

create policy update_manager on public.rates for update to authenticated
  using (
    organization_id = any ((select private.organization_ids_with('rates.manage'))::uuid[])
    and (
      project_id is null or project_id <> all ((select private.hidden_project_ids())::uuid[])
    )
  )
  with check (
    organization_id = any ((select private.organization_ids_with('rates.manage'))::uuid[])
    and (
      project_id is null or project_id <> all ((select private.hidden_project_ids())::uuid[])
    )
  );

create policy delete_manager on public.rates for delete to authenticated
  using (
    organization_id = any ((select private.organization_ids_with('rates.manage'))::uuid[])
    and (
      project_id is null or project_id <> all ((select private.hidden_project_ids())::uuid[])
    )
  );

create policy select_reader on public.project_budgets for select to authenticated
  using (
    (
      organization_id = any ((select private.organization_ids_with('invoices.read'))::uuid[])
      or organization_id = any ((select private.organization_ids_with('rates.read'))::uuid[])
    )
    and project_id <> all ((select private.hidden_project_ids())::uuid[])
  );

create policy insert_writer on public.project_budgets for insert to authenticated
  with check (
    organization_id = any ((select private.organization_ids_with('invoices.write'))::uuid[])
    and project_id <> all ((select private.hidden_project_ids())::uuid[])
  );

create policy update_writer on public.project_budgets for update to authenticated
  using (
    organization_id = any ((select private.organization_ids_with('invoices.write'))::uuid[])
    and project_id <> all ((select private.hidden_project_ids())::uuid[])
  )
  with check (
    organization_id = any ((select private.organization_ids_with('invoices.write'))::uuid[])
    and project_id <> all ((select private.hidden_project_ids())::uuid[])
  );

create policy delete_writer on public.project_budgets for delete to authenticated
  using (
    organization_id = any ((select private.organization_ids_with('invoices.write'))::uuid[])
    and project_id <> all ((select private.hidden_project_ids())::uuid[])
  );

grant select, delete on public.rates, public.project_budgets to authenticated;
grant insert (organization_id, project_id, user_id, amount_minor, currency, valid_from)
  on public.rates to authenticated;
-- Not whose it is: that is another rate.
grant update (amount_minor, currency, valid_from) on public.rates to authenticated;
grant insert (organization_id, project_id, amount_minor, currency)
  on public.project_budgets to authenticated;
grant update (amount_minor, currency) on public.project_budgets to authenticated;
grant select, insert, update, delete on public.rates, public.project_budgets to service_role;

comment on table public.rates is 'What an hour of work costs from a day on.';
comment on column public.rates.project_id is 'On which project; null is on every one.';
comment on column public.rates.user_id is 'Whose hour; null is everybody''s.';
comment on column public.rates.amount_minor is 'For an hour, in minor units of the currency.';
comment on column public.rates.currency is 'ISO 4217 code of the amount.';
comment on column public.rates.valid_from is
  'First day on which it counts, in the organization''s time zone; always, if not given.';
comment on column public.rates.version is
  'Grows with each change; an update names the version it read.';
comment on table public.project_budgets is 'What a project may cost.';
comment on column public.project_budgets.amount_minor is 'In minor units of the currency.';
comment on column public.project_budgets.currency is 'ISO 4217 code of the amount.';
comment on column public.project_budgets.version is
  'Grows with each change; an update names the version it read.';
