/*
 * Vault, which a hosted project finds installed. The stack writes its own address and keys there,
 * for jobs that call Edge Functions.
 */
create schema if not exists vault;
create extension if not exists supabase_vault with schema vault;
