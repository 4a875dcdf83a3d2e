/*
 * People of projects: only active members lead or join one, and whoever works in a private project
 * stands among its members.
 */

-- That a person is a member at all is the foreign key's business. Locked, so that nobody is
-- suspended in the meantime.
create function private.refuse_suspended_member(organization_id uuid, user_id uuid, message text)
returns void
language plpgsql
set search_path = ''
as $$
declare
  v_is_active boolean;
begin
  select memberships.is_active into v_is_active
  from public.memberships
  where memberships.organization_id = refuse_suspended_member.organization_id
    and memberships.user_id = refuse_suspended_member.user_id
  for share;
  if not v_is_active then
    perform private.throw_error('member_suspended', 409, message, hint => 'Restore them first.');
  end if;
end;
$$;


create function private.tg_projects__refuse_suspended_lead()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because the caller need not see other members' rights; it only ever refuses.
  perform private.refuse_suspended_member(
    new.organization_id, new.lead_id, 'A suspended member cannot lead a project.'
  );
  return null;
end;
$$;

create trigger _110_refuse_suspended_lead_on_insert
  after insert on public.projects
  for each row when (new.lead_id is not null)
  execute function private.tg_projects__refuse_suspended_lead();

create trigger _110_refuse_suspended_lead_on_update
  after update on public.projects
  for each row when (new.lead_id is not null and new.lead_id is distinct from old.lead_id)
  execute function private.tg_projects__refuse_suspended_lead();


create function private.tg_project_members__refuse_suspended_member()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because the caller need not see other members' rights; it only ever refuses.
  perform private.refuse_suspended_member(
    new.organization_id, new.user_id, 'A suspended member cannot be added to a project.'
  );
  return null;
end;
$$;

create trigger _110_refuse_suspended_member
  after insert on public.project_members
  for each row execute function private.tg_project_members__refuse_suspended_member();


-- Whoever creates a project or makes it private stays inside, and so do its lead and those who have
-- open work in it: refusing would only make people unassign what is under way. They stand in the
-- list of members, from which they can be taken.
create function private.tg_projects__admit_people()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because a new private project is hidden until this has run; it admits active members
  -- only.
  insert into public.project_members (organization_id, project_id, user_id)
  select memberships.organization_id, new.id, memberships.user_id
  from public.memberships
  where memberships.organization_id = new.organization_id
    and memberships.is_active
    and (
      memberships.user_id = new.lead_id
      or (tg_op = 'INSERT' or new.visibility <> old.visibility)
        and (
          memberships.user_id = coalesce(auth.uid(), new.created_by)
          or exists (
            select from public.tasks
            where tasks.organization_id = new.organization_id
              and tasks.project_id = new.id
              and tasks.assignee_id = memberships.user_id
              and tasks.completed_at is null
              and tasks.archived_at is null
          )
        )
    )
  on conflict do nothing;
  return null;
end;
$$;

create trigger _500_admit_people_to_new_project
  after insert on public.projects
  for each row execute function private.tg_projects__admit_people();

create trigger _500_admit_people_to_changed_project
  after update of visibility, lead_id on public.projects
  for each row
  when (
    new.visibility = 'private'
    and (new.visibility, new.lead_id) is distinct from (old.visibility, old.lead_id)
  )
  execute function private.tg_projects__admit_people();
