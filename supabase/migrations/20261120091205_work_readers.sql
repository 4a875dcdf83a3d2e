/*
 * Readers: whether somebody else holds a permission, or sees a task. Policies ask about the caller
 * only; rules ask these about whoever is mentioned, added or has begun an upload. Granted to
 * nobody.
 */
create function private.is_holder(organization_id uuid, user_id uuid, permission text)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return exists (
    select from public.memberships
    join public.role_permissions
      on role_permissions.organization_id = memberships.organization_id
      and role_permissions.role = memberships.role
    where memberships.organization_id = is_holder.organization_id
      and memberships.user_id = is_holder.user_id
      and memberships.is_active
      and role_permissions.permission = is_holder.permission
  );
end;
$$;
comment on function private.is_holder(uuid, uuid, text) is
  'Whether somebody is an active member whose role holds the permission.';


create function private.is_task_reader(organization_id uuid, project_id uuid, user_id uuid)
returns boolean
language plpgsql stable
set search_path = ''
as $$
begin
  return private.is_holder(organization_id, user_id, 'tasks.read') and exists (
    select from public.projects
    where projects.organization_id = is_task_reader.organization_id
      and projects.id = is_task_reader.project_id
      and (
        projects.visibility <> 'private'
        or exists (
          select from public.project_members
          where project_members.organization_id = projects.organization_id
            and project_members.project_id = projects.id
            and project_members.user_id = is_task_reader.user_id
        )
        or private.is_holder(
          is_task_reader.organization_id, is_task_reader.user_id, 'projects.read_private'
        )
      )
  );
end;
$$;
comment on function private.is_task_reader(uuid, uuid, uuid) is
  'Whether somebody may see the tasks of a project.';
