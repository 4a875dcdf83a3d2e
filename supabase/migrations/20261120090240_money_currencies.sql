/*
 * Currencies: the codes of ISO 4217 in use, with the number of decimals of their minor unit, which
 * every amount in the database is counted in. Everybody signed in may read them; nobody changes
 * them at run time: the standard's next amendment is a new line here.
 */
create table public.currencies (
  code text primary key,
  exponent smallint not null,
  constraint currencies_code_is_three_capitals check (code ~ '^[A-Z]{3}$'),
  constraint currencies_exponent_is_a_small_number check (exponent between 0 and 4)
);

-- Without the codes that have no minor unit at all: metals, bond units, the one for tests.
insert into public.currencies (code, exponent)
select code, listed.exponent
from (
  values
    (0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'),
    (2, 'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD'),
    (2, 'CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP'),
    (2, 'GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK'),
    (2, 'LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO'),
    (2, 'NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS'),
    (2, 'SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST'),
    (2, 'XAD XCD XCG YER ZAR ZMW ZWG'),
    (3, 'BHD IQD JOD KWD LYD OMR TND'),
    (4, 'CLF UYW')
) as listed (exponent, codes)
cross join unnest(string_to_array(listed.codes, ' ')) as code;


-- The foreign keys refuse it as well; this says it in words.
create function private.tg_any__refuse_unknown_currency()
returns trigger
language plpgsql security definer
set search_path = ''
as $$
begin
  -- Elevated because a background worker need not be able to read the list; it only ever refuses.
  if not exists (select from public.currencies where currencies.code = new.currency) then
    perform private.throw_error(
      'currency_unknown', 422,
      format('There is no currency "%s" in use.', new.currency),
      hint => 'Use a code of the table currencies, such as EUR.'
    );
  end if;
  return new;
end;
$$;
comment on function private.tg_any__refuse_unknown_currency() is
  'Lets a row through only if its currency is in use; of another form it is a matter of checks.';


alter table public.currencies enable row level security;

create policy select_anyone on public.currencies for select to authenticated
  using (true);
-- No insert, update or delete: the list is part of the schema.

grant select on public.currencies to authenticated;
grant select, insert, update, delete on public.currencies to service_role;

comment on table public.currencies is 'A currency of ISO 4217 in use.';
comment on column public.currencies.code is 'Alphabetic code, such as EUR.';
comment on column public.currencies.exponent is
  'Decimals of its minor unit: JPY 0, EUR 2, KWD 3. An amount of 1 is 10 to the power of minus it.';
