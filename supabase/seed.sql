/*
 * A small demo: three fictional organizations, every role, one person in two of them, one private
 * project. Everybody signs in with the password flowdesk-demo. Only what is missing is added, so
 * running it again is safe.
 */

insert into auth.users (
  instance_id, id, aud, role, email, encrypted_password, email_confirmed_at,
  confirmation_token, recovery_token, email_change_token_new, email_change,
  raw_app_meta_data, raw_user_meta_data, created_at, updated_at
)
select
  '00000000-0000-0000-0000-000000000000',
  person.id::uuid,
  'authenticated',
  'authenticated',
  person.email,
  extensions.crypt('flowdesk-demo', extensions.gen_salt('bf')),
  now(),
  -- The hosted auth server reads these as text and stumbles over null.
  '', '', '', '',
  '{"provider": "email", "providers": ["email"]}',
  jsonb_build_object('display_name', person.display_name),
  now() - interval '90 days',
  now()
from (
  values
    ('0a000000-0000-4000-8000-000000000001', 'ada@lumen.example', 'Ada Lindqvist'),
    ('0a000000-0000-4000-8000-000000000002', 'ben@lumen.example', 'Ben Okafor'),
    ('0a000000-0000-4000-8000-000000000003', 'clara@lumen.example', 'Clara Moreau'),
    ('0a000000-0000-4000-8000-000000000004', 'david@lumen.example', 'David Kim'),
    ('0a000000-0000-4000-8000-000000000005', 'eva@lumen.example', 'Eva Nováková'),
    ('0a000000-0000-4000-8000-000000000006', 'farid@harbour.example', 'Farid Haddad'),
    ('0a000000-0000-4000-8000-000000000007', 'greta@harbour.example', 'Greta Olsen'),
    ('0a000000-0000-4000-8000-000000000008', 'henry@harbour.example', 'Henry Walsh'),
    ('0a000000-0000-4000-8000-000000000009', 'jonas@morgenrot.example', 'Jonas Weber'),
    ('0a000000-0000-4000-8000-000000000010', 'kaethe@morgenrot.example', 'Käthe Brandt')
) as person (id, email, display_name)
on conflict (id) do nothing;

insert into auth.identities (
  id, user_id, provider, provider_id, identity_data, last_sign_in_at, created_at, updated_at
)
select
  users.id,
  users.id,
  'email',
  users.id::text,
  jsonb_build_object('sub', users.id, 'email', users.email, 'email_verified', true),
  now(),
  now(),
  now()
from auth.users
where users.id::text like '0a000000-0000-4000-8000-%'
on conflict (provider_id, provider) do nothing;

insert into public.organizations (id, name, slug, plan, currency, timezone, locale, created_by)
values
  ('0b000000-0000-4000-8000-000000000001', 'Lumen Studio', 'lumen-studio', 'premium',
    'EUR', 'Europe/Stockholm', 'en', '0a000000-0000-4000-8000-000000000001'),
  ('0b000000-0000-4000-8000-000000000002', 'Harbour & Pine', 'harbour-and-pine', 'basic',
    'USD', 'America/New_York', 'en-US', '0a000000-0000-4000-8000-000000000006'),
  ('0b000000-0000-4000-8000-000000000003', 'Bäckerei Morgenrot', 'baeckerei-morgenrot', 'free',
    'EUR', 'Europe/Berlin', 'de', '0a000000-0000-4000-8000-000000000009')
on conflict (id) do nothing;

-- What the other four call members, Harbour & Pine calls employees.
update public.roles
set name = 'Employee'
where organization_id = '0b000000-0000-4000-8000-000000000002'
  and key = 'member'
  and name = 'Member';

insert into public.memberships (organization_id, user_id, role, joined_at)
select organizations.id, users.id, member.role, now() - interval '90 days'
from (
  values
    ('lumen-studio', 'ada@lumen.example', 'owner'),
    ('lumen-studio', 'ben@lumen.example', 'admin'),
    ('lumen-studio', 'clara@lumen.example', 'manager'),
    ('lumen-studio', 'david@lumen.example', 'member'),
    ('lumen-studio', 'eva@lumen.example', 'viewer'),
    ('harbour-and-pine', 'farid@harbour.example', 'owner'),
    ('harbour-and-pine', 'greta@harbour.example', 'manager'),
    ('harbour-and-pine', 'henry@harbour.example', 'member'),
    ('harbour-and-pine', 'clara@lumen.example', 'viewer'),
    ('baeckerei-morgenrot', 'jonas@morgenrot.example', 'owner'),
    ('baeckerei-morgenrot', 'kaethe@morgenrot.example', 'member')
) as member (slug, email, role)
join public.organizations using (slug)
join auth.users using (email)
on conflict (organization_id, user_id) do nothing;

-- For whom they work; nobody of these exists.
insert into public.clients (
  id, organization_id, name, legal_name, address_lines, postal_code, city, country, vat_id,
  currency, locale, payment_terms_days, archived_at, created_by, created_at
)
select
  ('0e000000-0000-4000-8000-' || lpad(client.n::text, 12, '0'))::uuid,
  organizations.id,
  client.name,
  client.legal_name,
  client.address_lines,
  client.postal_code,
  client.city,
  client.country,
  client.vat_id,
  client.currency,
  client.locale,
  client.terms,
  case when client.is_archived then now() - interval '20 days' end,
  organizations.created_by,
  now() - interval '85 days' + client.n * interval '1 day'
from (
  values
    (1, 'lumen-studio', 'Nordlys teater', 'Nordlys teater AS', 'Havnegata 12', '9008', 'Tromsø',
      'NO', '', 'NOK', 'en', 30, false),
    (2, 'lumen-studio', 'Fjällglas', 'Fjällglas Montage AB', 'Verkstadsgatan 4', '211 42', 'Malmö',
      'SE', '', 'SEK', 'en', 20, false),
    (3, 'lumen-studio', 'Café Lindenhof', 'Lindenhof Gastronomie GmbH', 'Am Lindenhof 1', '50667',
      'Köln', 'DE', '', 'EUR', 'de', 14, false),
    (4, 'lumen-studio', 'Kite & Compass', 'Kite & Compass Ltd', e'Unit 7\n22 Quay Street',
      'BS1 4XX', 'Bristol', 'GB', '', 'GBP', 'en-GB', 30, true),
    (5, 'harbour-and-pine', 'Larkhaven Port Authority', '', 'Terminal Road 1', '04101',
      'Larkhaven', 'US', '', 'USD', 'en-US', 30, false),
    (6, 'harbour-and-pine', 'Mill Street Partners', 'Mill Street Partners LLC', '18 Mill Street',
      '04102', 'Larkhaven', 'US', '', 'USD', 'en-US', 15, false),
    (7, 'baeckerei-morgenrot', 'Hotel Drei Linden', 'Drei Linden Hotelbetrieb GmbH',
      'Parkallee 9', '14467', 'Potsdam', 'DE', '', 'EUR', 'de', 14, false)
) as client (
  n, slug, name, legal_name, address_lines, postal_code, city, country, vat_id, currency, locale,
  terms, is_archived
)
join public.organizations using (slug)
where not exists (
  select from public.clients
  where clients.id = ('0e000000-0000-4000-8000-' || lpad(client.n::text, 12, '0'))::uuid
);

insert into public.client_contacts (
  id, organization_id, client_id, name, email, phone, is_primary, receives_invoices
)
select
  ('0e100000-0000-4000-8000-' || lpad(contact.n::text, 12, '0'))::uuid,
  clients.organization_id,
  clients.id,
  contact.name,
  contact.email,
  contact.phone,
  contact.is_primary,
  contact.receives_invoices
from (
  values
    (1, 'Nordlys teater', 'Ingrid Solberg', 'ingrid@nordlys.example', '+47 555 01 23', true, false),
    (2, 'Nordlys teater', 'Regnskap', 'regnskap@nordlys.example', '', false, true),
    (3, 'Fjällglas', 'Oskar Hjelm', 'oskar@fjallglas.example', '', true, true),
    (4, 'Café Lindenhof', 'Miriam Vogt', 'post@lindenhof.example', '+49 555 778899', true, true),
    (5, 'Kite & Compass', 'Tom Ashby', 'tom@kiteandcompass.example', '', true, true),
    (6, 'Larkhaven Port Authority', 'Dolores Finch', 'd.finch@larkhaven.example', '', true, true),
    (7, 'Mill Street Partners', 'Ravi Menon', 'ravi@millstreet.example', '', true, true),
    (8, 'Hotel Drei Linden', 'Sabine Krüger', 'einkauf@dreilinden.example', '', true, true)
) as contact (n, client_name, name, email, phone, is_primary, receives_invoices)
join public.clients
  on clients.name = contact.client_name and clients.id::text like '0e000000-0000-4000-8000-%'
where not exists (
  select from public.client_contacts
  where client_contacts.id = ('0e100000-0000-4000-8000-' || lpad(contact.n::text, 12, '0'))::uuid
);

insert into public.projects (
  id, organization_id, key, name, description, colour, visibility, lead_id, client_id,
  budget_minutes, start_date, due_date, created_by
)
select
  project.id::uuid,
  organizations.id,
  project.key,
  project.name,
  project.description,
  project.colour,
  project.visibility,
  lead.id,
  clients.id,
  project.budget_hours * 60,
  current_date - 60,
  current_date + project.days_left,
  lead.id
from (
  values
    ('0c000000-0000-4000-8000-000000000001', 'lumen-studio', 'WEB', 'Website relaunch',
      'A faster, calmer site before the spring fair.',
      '#4f46e5', 'organization', 'clara@lumen.example', 45, 'Nordlys teater', 2800),
    ('0c000000-0000-4000-8000-000000000002', 'lumen-studio', 'APP', 'Field app',
      'What our fitters carry: plans, photos, sign-off.',
      '#0d9488', 'organization', 'ben@lumen.example', 120, 'Fjällglas', 2000),
    ('0c000000-0000-4000-8000-000000000003', 'lumen-studio', 'HIRE', 'Hiring 2027',
      'Two designers and an office manager. Confidential.',
      '#be123c', 'private', 'ada@lumen.example', 90, null, null),
    ('0c000000-0000-4000-8000-000000000004', 'harbour-and-pine', 'PORT', 'Port authority audit',
      'Fieldwork, findings, report.',
      '#0369a1', 'organization', 'greta@harbour.example', 30, 'Larkhaven Port Authority',
      3200),
    ('0c000000-0000-4000-8000-000000000005', 'harbour-and-pine', 'MOVE', 'Office move',
      'From Pier 4 to Mill Street without losing a day.',
      '#ca8a04', 'organization', 'farid@harbour.example', 20, null, null),
    ('0c000000-0000-4000-8000-000000000006', 'baeckerei-morgenrot', 'LADEN', 'Dritte Filiale',
      'Von der Miete bis zum ersten Brot.',
      '#c2410c', 'organization', 'jonas@morgenrot.example', 75, null, null)
) as project (
  id, slug, key, name, description, colour, visibility, lead_email, days_left, client_name,
  budget_hours
)
join public.organizations using (slug)
join auth.users as lead on lead.email = project.lead_email
left join public.clients
  on clients.organization_id = organizations.id and clients.name = project.client_name
where not exists (select from public.projects where projects.id = project.id::uuid);

insert into public.project_members (organization_id, project_id, user_id)
select projects.organization_id, projects.id, users.id
from public.projects
join auth.users on users.email = 'clara@lumen.example'
where projects.id = '0c000000-0000-4000-8000-000000000003'
on conflict do nothing;

-- Numbers, positions and moments of completion are given by the tables' own triggers, in this
-- order.
insert into public.tasks (
  id, organization_id, project_id, title, status, priority, assignee_id, reporter_id,
  start_date, due_date, estimate_minutes, created_at
)
select
  ('0d000000-0000-4000-8000-' || lpad(task.n::text, 12, '0'))::uuid,
  projects.organization_id,
  projects.id,
  task.title,
  task.status,
  task.priority,
  assignee.id,
  reporter.id,
  current_date + task.due - 7,
  current_date + task.due,
  task.hours * 60,
  now() - interval '50 days' + task.n * interval '1 day'
from (
  values
    (1, 'WEB', 'Interview five customers about the old site',
      'done', 'high', 'david', 'clara', -30, 16),
    (2, 'WEB', 'Sitemap and page goals',
      'done', 'medium', 'clara', 'ada', -24, 6),
    (3, 'WEB', 'Wireframes for home, work and contact',
      'done', 'medium', 'david', 'clara', -16, 20),
    (4, 'WEB', 'Colour and type that pass WCAG AA',
      'done', 'medium', 'david', 'clara', -10, 8),
    (5, 'WEB', 'Photograph the workshop',
      'review', 'low', 'ben', 'clara', -2, 8),
    (6, 'WEB', 'Write case study: the Nordlys theatre',
      'review', 'medium', 'clara', 'ada', 1, 10),
    (7, 'WEB', 'Build home and work pages',
      'in_progress', 'high', 'david', 'clara', 5, 24),
    (8, 'WEB', 'Contact form that reaches the right desk',
      'in_progress', 'medium', 'david', 'david', 6, 6),
    (9, 'WEB', 'Redirects from the old addresses',
      'todo', 'high', 'david', 'clara', 12, 4),
    (10, 'WEB', 'Measure loading time on a slow phone',
      'todo', 'medium', null, 'clara', 15, 3),
    (11, 'WEB', 'Swedish and German texts',
      'todo', 'medium', 'clara', 'ada', 20, 12),
    (12, 'WEB', 'Launch checklist and rollback',
      'todo', 'urgent', 'ben', 'clara', 40, 4),
    (13, 'APP', 'Shadow two fitters for a day',
      'done', 'high', 'clara', 'ben', -20, 16),
    (14, 'APP', 'Choose how plans are stored offline',
      'done', 'urgent', 'ben', 'ben', -12, 10),
    (15, 'APP', 'Sign-in with company phone',
      'in_progress', 'high', 'david', 'ben', 3, 14),
    (16, 'APP', 'Photo upload that survives a dead spot',
      'in_progress', 'high', 'david', 'ben', 9, 20),
    (17, 'APP', 'Sign-off with a finger, stored as PDF',
      'todo', 'medium', null, 'ben', 25, 18),
    (18, 'APP', 'Large buttons for gloves',
      'todo', 'low', 'david', 'david', 30, 6),
    (19, 'APP', 'Pilot with the Malmö crew',
      'todo', 'medium', 'ben', 'ada', 60, 24),
    (20, 'HIRE', 'Salary bands for both design roles',
      'review', 'high', 'ada', 'ada', 2, 4),
    (21, 'HIRE', 'Write the three adverts',
      'in_progress', 'medium', 'clara', 'ada', 8, 6),
    (22, 'HIRE', 'Agree on the trial task',
      'todo', 'medium', 'clara', 'ada', 14, 3),
    (23, 'HIRE', 'Book interview days',
      'todo', 'low', 'ada', 'ada', 28, 2),
    (24, 'PORT', 'Request ledgers and contracts',
      'done', 'high', 'henry', 'greta', -18, 4),
    (25, 'PORT', 'Walk the terminal with operations',
      'done', 'medium', 'greta', 'greta', -9, 8),
    (26, 'PORT', 'Sample 60 berth invoices',
      'review', 'high', 'henry', 'greta', -1, 20),
    (27, 'PORT', 'Check crane hours against payroll',
      'in_progress', 'urgent', 'henry', 'greta', 2, 16),
    (28, 'PORT', 'Interview the harbour master',
      'in_progress', 'medium', 'greta', 'farid', 4, 3),
    (29, 'PORT', 'Draft findings',
      'todo', 'high', 'greta', 'farid', 16, 24),
    (30, 'PORT', 'Closing meeting with the board',
      'todo', 'medium', 'farid', 'farid', 28, 3),
    (31, 'MOVE', 'Compare three removal firms',
      'done', 'medium', 'henry', 'farid', -7, 4),
    (32, 'MOVE', 'Order internet for Mill Street',
      'in_progress', 'urgent', 'henry', 'farid', -1, 2),
    (33, 'MOVE', 'Seating plan',
      'review', 'low', 'greta', 'farid', 3, 3),
    (34, 'MOVE', 'Tell clients the new address',
      'todo', 'medium', null, 'farid', 12, 2),
    (35, 'LADEN', 'Mietvertrag prüfen lassen',
      'done', 'high', 'jonas', 'jonas', -15, 3),
    (36, 'LADEN', 'Ofen ausmessen und bestellen',
      'in_progress', 'urgent', 'jonas', 'jonas', 4, 6),
    (37, 'LADEN', 'Zwei Verkäuferinnen suchen',
      'in_progress', 'medium', 'kaethe', 'jonas', 10, 8),
    (38, 'LADEN', 'Gesundheitsamt: Termin vereinbaren',
      'review', 'high', 'kaethe', 'jonas', 1, 1),
    (39, 'LADEN', 'Preistafel gestalten',
      'todo', 'low', 'kaethe', 'kaethe', 30, 5),
    (40, 'LADEN', 'Eröffnung: Einladung an die Nachbarn',
      'todo', 'medium', null, 'jonas', 60, 2)
) as task (n, project_key, title, status, priority, assignee, reporter, due, hours)
join public.projects
  on projects.key = task.project_key and projects.id::text like '0c000000-0000-4000-8000-%'
left join auth.users as assignee on assignee.email like task.assignee || '@%.example'
left join auth.users as reporter on reporter.email like task.reporter || '@%.example'
where not exists (
  select from public.tasks
  where tasks.id = ('0d000000-0000-4000-8000-' || lpad(task.n::text, 12, '0'))::uuid
)
order by task.n;

insert into public.labels (id, organization_id, name, colour, created_by)
select
  ('0f000000-0000-4000-8000-' || lpad(label.n::text, 12, '0'))::uuid,
  organizations.id,
  label.name,
  label.colour,
  organizations.created_by
from (
  values
    (1, 'lumen-studio', 'Design', '#8b5cf6'),
    (2, 'lumen-studio', 'Content', '#0ea5e9'),
    (3, 'lumen-studio', 'Engineering', '#16a34a'),
    (4, 'lumen-studio', 'Needs client', '#dc2626'),
    (5, 'lumen-studio', 'Research', '#d97706'),
    (6, 'harbour-and-pine', 'Fieldwork', '#0d9488'),
    (7, 'harbour-and-pine', 'Report', '#4f46e5'),
    (8, 'harbour-and-pine', 'Waiting', '#dc2626'),
    (9, 'baeckerei-morgenrot', 'Amt', '#475569'),
    (10, 'baeckerei-morgenrot', 'Laden', '#c2410c')
) as label (n, slug, name, colour)
join public.organizations using (slug)
on conflict do nothing;

insert into public.task_labels (organization_id, task_id, label_id)
select tasks.organization_id, tasks.id, labels.id
from (
  values
    ('Research', '{1,13,17}'::integer[]),
    ('Design', '{3,4,18}'),
    ('Content', '{5,6,11}'),
    ('Engineering', '{7,8,9,10,12,14,15,16,17}'),
    ('Needs client', '{6,11,19}'),
    ('Fieldwork', '{25,26,27,28}'),
    ('Report', '{29,30}'),
    ('Waiting', '{24,32}'),
    ('Amt', '{35,38}'),
    ('Laden', '{36,39,40}')
) as put (name, numbers)
cross join unnest(put.numbers) as n
join public.tasks on tasks.id = ('0d000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid
join public.labels
  on labels.organization_id = tasks.organization_id and labels.name = put.name
on conflict do nothing;

insert into public.task_dependencies (organization_id, task_id, depends_on_id)
select waiting.organization_id, waiting.id, blockers.id
from (
  values
    (3, 2), (7, 3), (7, 4), (9, 7), (10, 7), (11, 6), (12, 8), (12, 9), (12, 10), (16, 14),
    (17, 16), (19, 15), (19, 17), (23, 21), (26, 24), (29, 26), (29, 27), (29, 28), (30, 29),
    (34, 32), (36, 35), (40, 38)
) as dependency (task, blocker)
join public.tasks as waiting
  on waiting.id = ('0d000000-0000-4000-8000-' || lpad(dependency.task::text, 12, '0'))::uuid
join public.tasks as blockers
  on blockers.id = ('0d000000-0000-4000-8000-' || lpad(dependency.blocker::text, 12, '0'))::uuid
on conflict do nothing;

insert into public.saved_views (
  id, organization_id, project_id, owner_id, name, layout, query, is_shared
)
select
  ('0f100000-0000-4000-8000-' || lpad(view.n::text, 12, '0'))::uuid,
  organizations.id,
  projects.id,
  users.id,
  view.name,
  view.layout,
  view.query::jsonb,
  view.is_shared
from (
  values
    (1, 'lumen-studio', null, 'clara@lumen.example', 'Urgent and high', 'list',
      '{"priority": "urgent,high", "category": "todo,in_progress", "order": "due"}', true),
    (2, 'lumen-studio', 'WEB', 'clara@lumen.example', 'In review', 'board',
      '{"status": "review"}', true),
    (3, 'lumen-studio', null, 'david@lumen.example', 'My week', 'calendar',
      '{"assignee": "me"}', false),
    (4, 'harbour-and-pine', 'PORT', 'greta@harbour.example', 'Before the report', 'list',
      '{"status": "in_progress,review"}', true)
) as view (n, slug, project_key, email, name, layout, query, is_shared)
join public.organizations using (slug)
join auth.users using (email)
left join public.projects
  on projects.organization_id = organizations.id and projects.key = view.project_key
on conflict do nothing;

-- What people said; %s is where somebody is mentioned. Files come with nobody: their bytes would
-- have to be uploaded.
insert into public.comments (id, organization_id, task_id, author_id, body, created_at)
select
  ('0d100000-0000-4000-8000-' || lpad(said.n::text, 12, '0'))::uuid,
  tasks.organization_id,
  tasks.id,
  author.id,
  format(
    said.body,
    '[@' || (mentioned.raw_user_meta_data ->> 'display_name') || '](mention:' || mentioned.id || ')'
  ),
  now() - said.days * interval '1 day' + said.n * interval '7 minutes'
from (
  values
    (1, 1, 'david', 'clara', 31,
      'Three of five looked for prices first and gave up. Notes are in the folder. %s, shall we '
      'talk about it before the sitemap?'),
    (2, 1, 'clara', 'david', 30,
      '%s yes, tomorrow after the stand-up. Prices go on page one then.'),
    (3, 3, 'ada', null, 17, 'The contact page asks for too much. Name, what it is about, done.'),
    (4, 3, 'david', 'ada', 16, 'Agreed, %s: two fields now, the rest we ask when we call back.'),
    (5, 5, 'ben', 'clara', 3,
      '42 pictures, 9 of them usable:' || e'\n\n' || '- lathe, both sides' || e'\n' || '- the long '
      'bench in morning light' || e'\n' || '- hands only, no faces' || e'\n\n' || '%s, please pick '
      'three for the home page.'),
    (6, 5, 'clara', null, 2, 'The bench, the lathe from the left, and the hands with the **brass '
      'hinge**.'),
    (7, 6, 'eva', null, 2, 'The theatre sent its corrections: the opening was in *September*, and '
      'the architect wants to be named.'),
    (8, 6, 'clara', 'ada', 1, '%s, can you read it once more as somebody who knows nothing?'),
    (9, 7, 'david', null, 1,
      'Home is done except for the pictures. Work waits for the case study.'),
    (10, 8, 'clara', 'david', 2, '%s, what happens to a message that nobody answers for two days?'),
    (11, 8, 'david', null, 1, 'It goes to the office as well, with the first line in bold.'),
    (12, 12, 'ben', null, 4, 'Not on a Friday, please.'),
    (13, 15, 'ben', 'david', 5,
      '%s: fitters share phones on Mondays. Signing out must be one tap.'),
    (14, 16, 'david', null, 3, 'Tried it in the lift shaft. Uploads go on by themselves once there '
      'is a signal, nothing was lost in 20 tries.'),
    (15, 20, 'ada', 'clara', 2, '%s, the upper end of the second band is above what we agreed. '
      'Which number is right?'),
    (16, 20, 'clara', null, 1, 'The lower one. I mixed up last year''s table.'),
    (17, 26, 'henry', 'greta', 2, '60 drawn, 4 without a signature, 1 paid twice. %s, do we widen '
      'the sample?'),
    (18, 26, 'greta', null, 1, 'Yes, to all invoices of that quay. Note why in the working paper.'),
    (19, 27, 'greta', 'henry', 1, 'Payroll answers only in writing, %s. Send them the list today.'),
    (20, 33, 'farid', null, 4, 'The phones by the window, everybody else by the quiet side.'),
    (21, 36, 'jonas', 'kaethe', 3,
      '%s, die Tür ist nur 98 cm breit. Passt der große Ofen da durch?'),
    (22, 36, 'kaethe', null, 2, 'Nur ohne Verkleidung. Der Monteur sagt, das geht, dauert aber '
      'einen halben Tag länger.'),
    (23, 38, 'kaethe', null, 1, 'Termin ist am Dienstag um acht. Die Pläne für die Lüftung müssen '
      'mit.')
) as said (n, task, author, mentioned, days, body)
join public.tasks
  on tasks.id = ('0d000000-0000-4000-8000-' || lpad(said.task::text, 12, '0'))::uuid
join auth.users as author on author.email like said.author || '@%.example'
left join auth.users as mentioned on mentioned.email like said.mentioned || '@%.example'
where not exists (
  select from public.comments
  where comments.id = ('0d100000-0000-4000-8000-' || lpad(said.n::text, 12, '0'))::uuid
);

update public.comments
set body = 'Not on a Friday, please, and not in the week of the fair.'
where id = '0d100000-0000-4000-8000-000000000012' and edited_at is null;

insert into public.rates (
  id, organization_id, project_id, user_id, amount_minor, currency, valid_from
)
select
  ('0e300000-0000-4000-8000-' || lpad(rate.n::text, 12, '0'))::uuid,
  organizations.id,
  projects.id,
  users.id,
  rate.amount_minor,
  organizations.currency,
  rate.valid_from::date
from (
  values
    (1, 'lumen-studio', null, null, 9000, '1900-01-01'),
    (2, 'lumen-studio', null, null, 9500, '2026-01-01'),
    (3, 'lumen-studio', null, 'ada@lumen.example', 13000, '1900-01-01'),
    (4, 'lumen-studio', 'APP', null, 11000, '1900-01-01'),
    (5, 'lumen-studio', 'APP', 'david@lumen.example', 10500, '1900-01-01'),
    (6, 'harbour-and-pine', null, null, 14000, '1900-01-01'),
    (7, 'harbour-and-pine', null, 'greta@harbour.example', 18500, '1900-01-01')
) as rate (n, slug, project_key, email, amount_minor, valid_from)
join public.organizations using (slug)
left join auth.users using (email)
left join public.projects
  on projects.organization_id = organizations.id and projects.key = rate.project_key
on conflict do nothing;

insert into public.project_budgets (organization_id, project_id, amount_minor, currency)
select projects.organization_id, projects.id, budget.amount_minor, organizations.currency
from (
  values
    ('WEB', 24000000), ('APP', 22000000), ('PORT', 45000000)
) as budget (project_key, amount_minor)
join public.projects
  on projects.key = budget.project_key and projects.id::text like '0c000000-0000-4000-8000-%'
join public.organizations on organizations.id = projects.organization_id
on conflict do nothing;

-- A year of working days, three stretches each, up to yesterday. Whatever looks accidental is drawn
-- from the hash of the person and the day, so that a day is the same whenever this runs.
insert into public.time_entries (
  id, organization_id, project_id, task_id, user_id, description, started_at, ended_at,
  is_billable, created_by
)
with people as (
  select
    row_number() over (order by users.email) as n,
    users.id as user_id,
    organizations.id as organization_id,
    organizations.timezone,
    booked.project_keys,
    booked.share
  from (
    values
      ('lumen-studio', 'ada@lumen.example', '{APP,HIRE,WEB}'::text[], 55),
      ('lumen-studio', 'ben@lumen.example', '{APP,APP,WEB}', 85),
      ('lumen-studio', 'clara@lumen.example', '{WEB,WEB,APP,HIRE}', 80),
      ('lumen-studio', 'david@lumen.example', '{WEB,WEB,APP}', 95),
      ('harbour-and-pine', 'farid@harbour.example', '{PORT,MOVE}', 45),
      ('harbour-and-pine', 'greta@harbour.example', '{PORT}', 90),
      ('harbour-and-pine', 'henry@harbour.example', '{PORT,PORT,MOVE}', 95),
      ('baeckerei-morgenrot', 'jonas@morgenrot.example', '{LADEN}', 30),
      ('baeckerei-morgenrot', 'kaethe@morgenrot.example', '{LADEN}', 20)
  ) as booked (slug, email, project_keys, share)
  join public.organizations using (slug)
  join auth.users using (email)
),
stretches as (
  select
    people.*,
    day,
    stretch.number,
    ('x' || substr(md5(people.n || ':' || day || ':' || stretch.number), 1, 6))::bit(24)::integer
      as chance,
    stretch.begins,
    stretch.lasts
  from people
  cross join generate_series(1, 365) as ago
  cross join lateral (select current_date - ago as day) as calendar
  cross join (
    values (1, time '08:45', interval '2 hours'),
      (2, time '12:30', interval '1 hour'),
      (3, time '15:00', interval '90 minutes')
  ) as stretch (number, begins, lasts)
  where extract(isodow from day) < 6
    -- Two weeks of holidays in summer, each at another time, and the days between the years.
    and extract(week from day) not between 26 + people.n and 27 + people.n
    and to_char(day, 'MMDD') not between '1224' and '1231'
),
work as (
  select
    ('0e200000-0000-4000-8000-' || lpad(
      (n * 1000000 + (day - date '2020-01-01') * 10 + number)::text, 12, '0'
    ))::uuid as id,
    stretches.*,
    project_keys[1 + chance / 1000 % cardinality(project_keys)] as project_key,
    (day + begins + chance / 7 % 4 * interval '15 minutes') at time zone timezone as started_at,
    (day + begins + lasts + (3 + chance / 11 % 4) * interval '15 minutes') at time zone timezone
      as ended_at
  from stretches
  where chance % 100 < share
)
select
  work.id,
  projects.organization_id,
  projects.id,
  done.id,
  work.user_id,
  case
    when done.id is null then (
      case work.project_key
        when 'WEB' then array['Texts with the client', 'Layout of the work pages', 'Bug fixing']
        when 'APP' then array['Pairing on the sync', 'Reviews', 'Talking to fitters']
        when 'HIRE' then array['Reading applications', 'Calls with candidates', 'Offers']
        when 'PORT' then array['Ledgers, third quarter', 'On site at the terminal', 'Notes']
        when 'MOVE' then array['Packing lists', 'Calls with movers', 'Floor plan']
        else array['Termine', 'Angebote vergleichen', 'Papierkram']
      end
    )[1 + work.chance / 13 % 3]
    else ''
  end,
  work.started_at,
  work.ended_at,
  work.project_key not in ('HIRE', 'MOVE', 'LADEN') and work.chance % 9 <> 0,
  work.user_id
from work
join public.projects
  on projects.key = work.project_key and projects.id::text like '0c000000-0000-4000-8000-%'
-- A task of one's own that was there already, if there is one.
left join lateral (
  select tasks.id
  from public.tasks
  where tasks.organization_id = projects.organization_id
    and tasks.project_id = projects.id
    and tasks.assignee_id = work.user_id
    and tasks.start_date <= work.day
    and tasks.due_date >= work.day
    and tasks.id::text like '0d000000-0000-4000-8000-%'
  order by tasks.number
  limit 1
) as done on true
where not exists (
  select from public.time_entries
  where time_entries.organization_id = projects.organization_id
    and time_entries.user_id = work.user_id
    and time_entries.ended_at is not null
    and tstzrange(time_entries.started_at, time_entries.ended_at, '[)')
      && tstzrange(work.started_at, work.ended_at, '[)')
)
on conflict (id) do nothing;
