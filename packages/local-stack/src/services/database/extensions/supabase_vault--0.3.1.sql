/*
 * Vault: secrets, encrypted at rest with a key which no SQL statement of a project can read.
 * https://supabase.com/docs/guides/database/vault
 *
 * The key is 32 random bytes in the file vault.key of the data directory (mode 600, the server's
 * own). Only a superuser reads files through SQL, so it is neither in a setting, which all could
 * show, nor in a process list, nor in a dump.
 */
set local search_path = pg_catalog, pg_temp;

create table vault.secrets (
  id uuid primary key default gen_random_uuid(),
  name text,
  description text not null default '',
  secret text not null,
  key_id uuid,
  nonce bytea default @extschema:pgcrypto@.gen_random_bytes(16),
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp
);
comment on table vault.secrets
  is 'Table with encrypted `secret` column for storing sensitive information on disk.';
create unique index on vault.secrets (name) where name is not null;

/*
 * A key for one row only: a secret that is moved to another row, or given another nonce, does not
 * open. Definer's, to read the file; executed by the two functions below alone.
 */
create function vault._row_key(id uuid, nonce bytea)
returns text
language sql
stable
security definer
set search_path = ''
as $$
  select pg_catalog.encode(
    @extschema:pgcrypto@.hmac(
      pg_catalog.convert_to(id::text, 'UTF8') || coalesce(nonce, ''),
      pg_catalog.decode(pg_catalog.btrim(pg_catalog.pg_read_file('vault.key'), E' \n'), 'hex'),
      'sha256'
    ),
    'hex'
  );
$$;

-- The key is random already, so it need not be stretched (s2k-mode).
create function vault._encrypt(secret text, id uuid, nonce bytea)
returns text
language sql
volatile
security definer
set search_path = ''
as $$
  select pg_catalog.encode(
    @extschema:pgcrypto@.pgp_sym_encrypt(
      secret, vault._row_key(id, nonce), 'cipher-algo=aes256, s2k-mode=1'
    ),
    'base64'
  );
$$;

create function vault._decrypt(secret text, id uuid, nonce bytea)
returns text
language sql
stable
security definer
set search_path = ''
as $$
  select @extschema:pgcrypto@.pgp_sym_decrypt(
    pg_catalog.decode(secret, 'base64'), vault._row_key(id, nonce)
  );
$$;

create view vault.decrypted_secrets as
select
  s.id,
  s.name,
  s.description,
  s.secret,
  vault._decrypt(s.secret, s.id, s.nonce) as decrypted_secret,
  s.key_id,
  s.nonce,
  s.created_at,
  s.updated_at
from vault.secrets as s;

-- Definer's as in Vault itself: who may call them may not write the table.
create function vault.create_secret(
  new_secret text,
  new_name text default null,
  new_description text default '',
  new_key_id uuid default null
)
returns uuid
language plpgsql
security definer
set search_path = ''
as $$
declare
  v_id constant uuid := pg_catalog.gen_random_uuid();
  v_nonce constant bytea := @extschema:pgcrypto@.gen_random_bytes(16);
begin
  insert into vault.secrets (id, name, description, secret, nonce)
  values (
    v_id, new_name, new_description, vault._encrypt(new_secret, v_id, v_nonce), v_nonce
  );
  return v_id;
end;
$$;

create function vault.update_secret(
  secret_id uuid,
  new_secret text default null,
  new_name text default null,
  new_description text default null,
  new_key_id uuid default null
)
returns void
language sql
security definer
set search_path = ''
as $$
  update vault.secrets as s
  set
    secret = coalesce(vault._encrypt(new_secret, s.id, s.nonce), s.secret),
    name = coalesce(new_name, s.name),
    description = coalesce(new_description, s.description),
    updated_at = pg_catalog.now()
  where s.id = secret_id;
$$;

revoke all on all functions in schema vault from public;
grant usage on schema vault to postgres with grant option;
grant usage on schema vault to service_role;
grant execute on function
  vault._decrypt(text, uuid, bytea),
  vault.create_secret(text, text, text, uuid),
  vault.update_secret(uuid, text, text, text, uuid)
to postgres with grant option;
grant execute on function
  vault._decrypt(text, uuid, bytea),
  vault.create_secret(text, text, text, uuid),
  vault.update_secret(uuid, text, text, text, uuid)
to service_role;
grant select, delete on vault.secrets, vault.decrypted_secrets to postgres with grant option;
grant select, delete on vault.secrets, vault.decrypted_secrets to service_role;

select pg_extension_config_dump('vault.secrets', '');
