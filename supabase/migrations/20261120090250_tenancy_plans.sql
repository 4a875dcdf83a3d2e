/*
 * Plans: what an organization may pay for, and how much it may hold. Data, so that operators can
 * change a price or a limit without a release. Everybody signed in may read them.
 */
create table public.plans (
  key text primary key,
  name text not null,
  position smallint not null unique,
  price_minor bigint,
  currency text not null default 'USD' references public.currencies,
  max_projects integer,
  max_tasks integer,
  max_members integer,
  constraint plans_key_is_an_identifier check (key ~ '^[a-z][a-z0-9_]{0,39}$'),
  constraint plans_price_is_not_negative check (price_minor >= 0),
  constraint plans_limits_leave_room_for_one
    check (max_projects >= 1 and max_tasks >= 1 and max_members >= 1)
);
create index plans_currency_idx on public.plans (currency);

insert into public.plans
  (position, key, name, price_minor, max_projects, max_tasks, max_members)
values
  (1, 'free', 'Free', 0, 1, 10, 3),
  (2, 'basic', 'Basic', 900, 5, 50, 10),
  (3, 'premium', 'Premium', 2900, 50, 500, 100),
  (4, 'enterprise', 'Enterprise', null, null, null, null);


alter table public.plans enable row level security;

create policy select_anyone on public.plans for select to authenticated
  using (true);
-- No insert, update or delete: operators set prices and limits.

grant select on public.plans to authenticated;
grant select, insert, update, delete on public.plans to service_role;

comment on table public.plans is 'What an organization can pay for, and how much it may then hold.';
comment on column public.plans.position is 'Order in which people see the plans, smallest first.';
comment on column public.plans.price_minor is
  'For a month, in minor units of the currency; null is a matter of agreement.';
comment on column public.plans.currency is 'ISO 4217 code of the price.';
comment on column public.plans.max_projects is
  'How many projects, archived ones included; null has no limit.';
comment on column public.plans.max_tasks is
  'How many tasks, archived ones included; null has no limit.';
comment on column public.plans.max_members is
  'How many members, suspended ones included, pending invitations not; null has no limit.';
