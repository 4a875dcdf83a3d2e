/*
 * Logos: the signs of organizations, which stand on what they send to the world and so are for
 * everybody to see. Who holds organization.update writes in the folder that bears the
 * organization's id, as long as the organization can be changed.
 */
insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
values ('logos', 'logos', true, 1048576, array['image/webp', 'image/png', 'image/jpeg']);


-- Reading through a public bucket asks no policy; these are for listing and replacing.
create policy logos_select_manager on storage.objects for select to authenticated
  using (
    bucket_id = 'logos'
    and (storage.foldername(name))[1] = any (
      (select private.organization_ids_with('organization.update'))::text[]
    )
  );

create policy logos_insert_manager on storage.objects for insert to authenticated
  with check (
    bucket_id = 'logos'
    and array_length(storage.foldername(name), 1) = 1
    -- A copy is not held against this bucket's size and types.
    and not coalesce(storage.allow_only_operation('object.copy'), false)
    and (storage.foldername(name))[1] = any (
      (select private.organization_ids_with('organization.update'))::text[]
    )
    and exists (
      select from public.organizations
      where organizations.id::text = (storage.foldername(objects.name))[1]
        and organizations.is_active
        and organizations.delete_after is null
    )
  );

create policy logos_delete_manager on storage.objects for delete to authenticated
  using (
    bucket_id = 'logos'
    and (storage.foldername(name))[1] = any (
      (select private.organization_ids_with('organization.update'))::text[]
    )
    and exists (
      select from public.organizations
      where organizations.id::text = (storage.foldername(objects.name))[1]
        and organizations.is_active
        and organizations.delete_after is null
    )
  );
-- No update: a new logo has a new name, so that no cache shows the former one.
