/*
 * Row events of money: clients and their contacts, on org:<uuid>:money. A contact's event is told
 * under its own table and id. What goes with the client or with the organization is not told again.
 */
create function private.tg_any__broadcast_money()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because nobody may send into a private channel; it says of a row only that it changed.
  perform private.send_row_events(tg_table_name, tg_op, (
    select array_agg((
      'org:' || changed.organization_id || ':money',
      null,
      changed.id,
      changed.version
    )::private.row_event)
    from changed
  ));
  return null;
end;
$$;
comment on function private.tg_any__broadcast_money() is
  'Tells the listeners of an organization''s money that rows of a table changed; the trigger names '
  'them "changed".';


create trigger _800_broadcast_insert
  after insert on public.clients
  referencing new table as changed
  for each statement execute function private.tg_any__broadcast_money();

create trigger _800_broadcast_update
  after update on public.clients
  referencing new table as changed
  for each statement execute function private.tg_any__broadcast_money();

create trigger _800_broadcast_delete
  after delete on public.clients
  referencing old table as changed
  for each statement when (pg_trigger_depth() = 0)
  execute function private.tg_any__broadcast_money();

create trigger _800_broadcast_insert
  after insert on public.client_contacts
  referencing new table as changed
  for each statement execute function private.tg_any__broadcast_money();

create trigger _800_broadcast_update
  after update on public.client_contacts
  referencing new table as changed
  for each statement execute function private.tg_any__broadcast_money();

create trigger _800_broadcast_delete
  after delete on public.client_contacts
  referencing old table as changed
  for each statement when (pg_trigger_depth() = 0)
  execute function private.tg_any__broadcast_money();
