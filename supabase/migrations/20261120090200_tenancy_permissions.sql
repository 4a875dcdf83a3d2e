/*
 * Permissions: the fixed catalogue, and the one question that every policy asks. Roles are made of
 * these permissions; policies name permissions, never roles. Everybody may read the catalogue,
 * nobody changes it at run time: a new permission is a new line here and in packages/types.
 */
create table public.permissions (
  key text primary key,
  position smallint not null unique,
  description text not null,
  is_write boolean not null,
  default_roles text[] not null,
  constraint permissions_key_is_resource_and_verb check (key ~ '^[a-z]+\.[a-z_]+$')
);

-- `is_write` is false for what an inactive organization still allows. The owner's role holds
-- everything.
insert into public.permissions (position, key, is_write, default_roles, description) values
  (1, 'organization.read', false, '{admin,manager,member,viewer}',
    'See the organization, its people''s names and roles'),
  (2, 'organization.update', true, '{admin}',
    'Change name, logo, locale, currency and numbering of projects'),
  (3, 'organization.delete', true, '{}',
    'Delete the organization, transfer its ownership, ask for another plan'),
  (4, 'members.invite', true, '{admin,manager}',
    'Invite people with a role whose permissions one holds'),
  (5, 'members.manage', true, '{admin}',
    'Change roles, suspend and remove members'),
  (6, 'roles.manage', true, '{admin}',
    'Rename, add and edit roles, except the owner''s'),
  (7, 'domains.manage', true, '{admin}',
    'Add, verify and remove domains'),
  (8, 'projects.read', false, '{admin,manager,member,viewer}',
    'See projects that are not private, and private ones one is in'),
  (9, 'projects.read_private', false, '{admin}',
    'See every private project'),
  (10, 'projects.write', true, '{admin,manager}',
    'Create, change and archive projects, their statuses, labels and members'),
  (11, 'projects.delete', true, '{admin}',
    'Delete a project with everything in it'),
  (12, 'tasks.read', false, '{admin,manager,member,viewer}',
    'See tasks, comments and files of the projects one sees'),
  (13, 'tasks.create', true, '{admin,manager,member}',
    'Create tasks'),
  (14, 'tasks.write', true, '{admin,manager}',
    'Change any task'),
  (15, 'tasks.write_own', true, '{admin,manager,member}',
    'Change the tasks one created or is assigned'),
  (16, 'tasks.delete', true, '{admin,manager}',
    'Delete any task'),
  (17, 'comments.write', true, '{admin,manager,member}',
    'Comment, edit and delete one''s own comments'),
  (18, 'comments.moderate', true, '{admin,manager}',
    'Delete anyone''s comment'),
  (19, 'files.write', true, '{admin,manager,member}',
    'Upload files, delete one''s own'),
  (20, 'time.track', true, '{admin,manager,member}',
    'Track one''s own time'),
  (21, 'time.manage', true, '{admin,manager}',
    'See and change everybody''s time'),
  (22, 'rates.read', false, '{admin}',
    'See hourly rates and what time is worth'),
  (23, 'rates.manage', true, '{admin}',
    'Change hourly rates'),
  (24, 'clients.read', false, '{admin,manager}',
    'See clients'),
  (25, 'clients.write', true, '{admin,manager}',
    'Change clients'),
  (26, 'invoices.read', false, '{admin,manager}',
    'See invoices, payments and revenue'),
  (27, 'invoices.write', true, '{admin,manager}',
    'Draft invoices and recurring ones'),
  (28, 'invoices.issue', true, '{admin}',
    'Issue, send and void invoices'),
  (29, 'invoices.credit', true, '{admin}',
    'Create credit notes'),
  (30, 'payments.write', true, '{admin}',
    'Record and refund payments'),
  (31, 'billing.manage', true, '{admin}',
    'Change taxes, numbering, template and bank details'),
  (32, 'analytics.read', false, '{admin,manager}',
    'See productivity and workload; revenue also needs invoices.read'),
  (33, 'audit.read', false, '{admin}',
    'Read the audit log'),
  (34, 'jobs.read', false, '{admin}',
    'See queued, running and failed mails and jobs; retry and cancel them'),
  (35, 'keys.manage', true, '{admin}',
    'Manage API keys'),
  (36, 'webhooks.manage', true, '{admin}',
    'Manage webhooks'),
  (37, 'integrations.manage', true, '{admin}',
    'Manage the sources of external tasks'),
  (38, 'organization.export', false, '{}',
    'Export the whole organization');


/*
 * Which organizations, with which permission? This is the one place that answers: everything that
 * ever narrows a caller's rights belongs into private.granted_permissions, which comes with
 * memberships (plpgsql looks tables up when it runs).
 *
 * plpgsql that returns an array, and never called for each row: as `any ((select …)::uuid[])` it
 * runs once in a statement, its own plan is kept, and the planner walks the index on
 * organization_id.
 *
 * A write permission in an inactive organization counts here, so that the row is found and
 * private.tg_any__refuse_suspended can say why nothing may change.
 */
create function private.organization_ids_with(permission text)
returns uuid[]
language plpgsql stable security definer
set search_path = ''
as $$
begin
  -- Elevated because policies on memberships ask this very question; the answer is bound to the
  -- caller.
  return (
    select coalesce(array_agg(granted.organization_id), '{}')
    from private.granted_permissions as granted
    where granted.permission = organization_ids_with.permission
  );
end;
$$;
comment on function private.organization_ids_with(text) is
  'The organizations in which the caller, as an active member, holds the permission.';
grant execute on function private.organization_ids_with(text) to authenticated;


create function private.my_permissions(organization_id uuid)
returns text[]
language plpgsql stable security definer
set search_path = ''
as $$
begin
  -- Elevated because custom roles need not be able to read roles; the answer is bound to the
  -- caller.
  return (
    select coalesce(array_agg(granted.permission order by permissions.position), '{}')
    from private.granted_permissions as granted
    join public.permissions on permissions.key = granted.permission
    join public.organizations on organizations.id = granted.organization_id
    where granted.organization_id = my_permissions.organization_id
      and (
        not permissions.is_write
        or organizations.is_active and organizations.delete_after is null
        -- Who asked for the deletion can still think again.
        or organizations.is_active and permissions.key = 'organization.delete'
      )
  );
end;
$$;
grant execute on function private.my_permissions(uuid) to authenticated;

create function public.my_permissions(organization_id uuid)
returns text[]
language sql stable
set search_path = ''
as $$
  select private.my_permissions(organization_id);
$$;
comment on function public.my_permissions(uuid) is
  'What the caller may do in an organization now; while it is read-only, what changes nothing.';
grant execute on function public.my_permissions(uuid) to authenticated;


alter table public.permissions enable row level security;

create policy select_anyone on public.permissions for select to authenticated
  using (true);
-- No insert, update or delete: the catalogue is part of the schema.

grant select on public.permissions to authenticated;
grant select, insert, update, delete on public.permissions to service_role;

comment on table public.permissions is 'The fixed catalogue of what a role can allow.';
comment on column public.permissions.key is
  'resource.verb, as policies and packages/types name it.';
comment on column public.permissions.position is 'Order in which people see the catalogue.';
comment on column public.permissions.description is
  'What the permission lets one do, in plain English.';
comment on column public.permissions.is_write is
  'Whether it changes something, and so rests while an organization is inactive.';
comment on column public.permissions.default_roles is
  'The built-in roles that hold it in a new organization, besides the owner.';
