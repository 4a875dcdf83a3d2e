/*
 * Hostnames: one spelling for each. People write them in any alphabet and case, DNS and browsers
 * send lower-case ASCII; what is stored and compared is the latter.
 */

-- RFC 3492, sections 6.1 and 6.3, in the order and with the names given there; a label of ASCII
-- stays as it is.
create function private.punycode(label text)
returns text
language plpgsql immutable
set search_path = ''
as $$
declare
  v_digits constant text := 'abcdefghijklmnopqrstuvwxyz0123456789';
  v_codes integer[] := array(select ascii(letter) from regexp_split_to_table(label, '') as letter);
  v_code integer;
  v_output text := regexp_replace(label, '[^\u0001-\u007f]', '', 'g');
  v_basic integer := char_length(v_output);
  v_handled integer := v_basic;
  v_n integer := 128;
  v_next integer;
  v_delta integer := 0;
  v_bias integer := 72;
  v_q integer;
  v_k integer;
  v_t integer;
begin
  if v_basic = char_length(label) then
    return label;
  end if;
  if v_basic > 0 then
    v_output := v_output || '-';
  end if;
  while v_handled < cardinality(v_codes) loop
    select min(code) into v_next from unnest(v_codes) as code where code >= v_n;
    v_delta := v_delta + (v_next - v_n) * (v_handled + 1);
    v_n := v_next;
    foreach v_code in array v_codes loop
      if v_code < v_n then
        v_delta := v_delta + 1;
      elsif v_code = v_n then
        v_q := v_delta;
        v_k := 36;
        loop
          v_t := least(greatest(v_k - v_bias, 1), 26);
          exit when v_q < v_t;
          v_output := v_output || substr(v_digits, v_t + (v_q - v_t) % (36 - v_t) + 1, 1);
          v_q := (v_q - v_t) / (36 - v_t);
          v_k := v_k + 36;
        end loop;
        v_output := v_output || substr(v_digits, v_q + 1, 1);

        v_delta := v_delta / case when v_handled = v_basic then 700 else 2 end;
        v_delta := v_delta + v_delta / (v_handled + 1);
        v_k := 0;
        while v_delta > 455 loop
          v_delta := v_delta / 35;
          v_k := v_k + 36;
        end loop;
        v_bias := v_k + 36 * v_delta / (v_delta + 38);
        v_delta := 0;
        v_handled := v_handled + 1;
      end if;
    end loop;
    v_delta := v_delta + 1;
    v_n := v_n + 1;
  end loop;
  return 'xn--' || v_output;
end;
$$;
comment on function private.punycode(text) is
  'One label of a hostname in ASCII: "bücher" gives xn--bcher-kva.';


create function private.normalize_hostname(value text)
returns text
language plpgsql immutable
set search_path = ''
as $$
declare
  v_value text := translate(lower(normalize(btrim(value), nfkc)), '。', '.');
begin
  -- As a browser's location.host may give it: with a port, or with DNS's own dot at the end.
  v_value := rtrim(regexp_replace(v_value, ':[0-9]+$', ''), '.');
  if char_length(v_value) > 253 then
    return v_value; -- too long for DNS, and not worth the work
  end if;
  return (
    select string_agg(private.punycode(label), '.' order by place)
    from string_to_table(v_value, '.') with ordinality as part (label, place)
  );
end;
$$;
comment on function private.normalize_hostname(text) is
  'The one spelling of a hostname, which need not be a valid one: lower case, ASCII, no port.';


create function private.is_hostname(value text)
returns boolean
language sql immutable
set search_path = ''
as $$
  -- RFC 1123, section 2.1, with at least two labels, the last of which starts with a letter, so
  -- that it is no address. DNS allows 253 characters; what is left is for _flowdesk, where the
  -- proof stands.
  select char_length(value) <= 243
    and value ~ '^([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?[.])+[a-z]([a-z0-9-]{0,61}[a-z0-9])?$';
$$;
comment on function private.is_hostname(text) is
  'Whether a normalized hostname can exist in DNS, and its proof as well.';
-- Checked on every insert of a hostname, by whoever makes it.
grant execute on function private.is_hostname(text) to authenticated, service_role;
