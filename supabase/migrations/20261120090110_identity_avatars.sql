/*
 * Avatars: the pictures of people. Everybody who knows the address of one sees it, as on the web at
 * large; its name is random, and who wants none shows initials. One writes in the folder that bears
 * one's own id and nowhere else.
 */
insert into storage.buckets (id, name, public, file_size_limit, allowed_mime_types)
values ('avatars', 'avatars', true, 1048576, array['image/webp', 'image/png', 'image/jpeg']);


-- Reading through a public bucket asks no policy; these are for listing and replacing one's own.
create policy avatars_select_own on storage.objects for select to authenticated
  using (
    bucket_id = 'avatars'
    and (storage.foldername(name))[1] = (select auth.uid())::text
  );

create policy avatars_insert_own on storage.objects for insert to authenticated
  with check (
    bucket_id = 'avatars'
    and (storage.foldername(name))[1] = (select private.proven_user_id())::text
    and array_length(storage.foldername(name), 1) = 1
    -- A copy is not held against this bucket's size and types.
    and not coalesce(storage.allow_only_operation('object.copy'), false)
  );

create policy avatars_delete_own on storage.objects for delete to authenticated
  using (
    bucket_id = 'avatars'
    and (storage.foldername(name))[1] = (select private.proven_user_id())::text
  );
-- No update: a new picture has a new name, so that no cache shows the former one.
