import { type Kysely, sql } from 'kysely';

/** Everything of the first release. better-auth's tables are here too, so that one migrator owns the schema. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const ID = 'uuid primary key default gen_random_uuid()';
const NOW = 'timestamptz not null default now()';
const USER = 'text not null references "user"(id)';

const STATEMENTS = [
  // Sign-in
  `create table "user" (id text primary key, name text not null, email text not null unique,
     email_verified boolean not null default false, image text, two_factor_enabled boolean not null default false,
     created_at ${NOW}, updated_at ${NOW})`,
  `create table session (id text primary key, user_id text not null references "user"(id) on delete cascade,
     token text not null unique, expires_at timestamptz not null, ip_address text, user_agent text,
     created_at ${NOW}, updated_at ${NOW})`,
  `create index on session (user_id)`,
  `create table account (id text primary key, user_id text not null references "user"(id) on delete cascade,
     account_id text not null, provider_id text not null, access_token text, refresh_token text, id_token text,
     access_token_expires_at timestamptz, refresh_token_expires_at timestamptz, scope text, password text,
     created_at ${NOW}, updated_at ${NOW})`,
  `create index on account (user_id)`,
  `create table verification (id text primary key, identifier text not null, value text not null,
     expires_at timestamptz not null, created_at ${NOW}, updated_at ${NOW})`,
  `create index on verification (identifier)`,
  `create table two_factor (id text primary key, user_id text not null references "user"(id) on delete cascade,
     secret text not null, backup_codes text not null, verified boolean not null default true,
     failed_verification_count integer not null default 0, locked_until timestamptz)`,
  `create unique index on two_factor (user_id)`,
  `create table attempt (key text primary key, count integer not null, started_at timestamptz not null)`,

  // People
  `create table workspace (id integer primary key default 1 check (id = 1), name text not null,
     require_second_factor boolean not null default false, set_up_token_hash text, set_up_at timestamptz)`,
  `insert into workspace (name) values ('Rapporteur')`,
  `create table delegation (id ${ID}, code text not null unique check (code ~ '^[A-Z]{2,3}$'),
     short_name text not null unique, formal_name text not null, tone integer not null check (tone between 0 and 19),
     created_at ${NOW})`,
  `create table member (user_id text primary key references "user"(id),
     delegation_id uuid not null references delegation(id), roles text[] not null check (cardinality(roles) > 0),
     removed_at timestamptz, last_seen_at timestamptz, created_at ${NOW})`,
  `create table invitation (id ${ID}, token_hash text not null unique, email text not null,
     delegation_id uuid not null references delegation(id), roles text[] not null check (cardinality(roles) > 0),
     invited_by ${USER}, created_at ${NOW}, expires_at timestamptz not null, accepted_at timestamptz,
     withdrawn_at timestamptz)`,

  // Reports
  `create table report (id ${ID}, symbol text not null unique, title text not null, languages text[] not null,
     stage text not null default 'drafting' check (stage in ('drafting', 'silence', 'agreed', 'published')),
     sample boolean not null default false, created_by ${USER}, created_at ${NOW})`,
  `create table section (id ${ID}, report_id uuid not null references report(id), place integer not null,
     kind text not null check (kind in ('summary', 'body', 'annex')), title text not null,
     stage text not null default 'drafting' check (stage in ('drafting', 'review', 'clearance', 'agreed')),
     lead_delegation_id uuid not null references delegation(id), pen_holder_id text references "user"(id),
     due_at timestamptz, created_at ${NOW}, removed_at timestamptz, removed_reason text)`,
  `create index on section (report_id, place)`,
  `create table section_contributor (section_id uuid not null references section(id),
     delegation_id uuid not null references delegation(id), primary key (section_id, delegation_id))`,

  // Text
  `create table section_doc (section_id uuid primary key references section(id), head bigint not null default 0,
     snapshot bytea, snapshot_head bigint not null default 0, outline jsonb not null, digest text not null,
     changed_at timestamptz, changed_by text references "user"(id))`,
  `create table section_update (section_id uuid not null references section(id), seq bigint not null,
     payload bytea not null, user_id ${USER}, delegation_id uuid not null references delegation(id), at ${NOW},
     primary key (section_id, seq))`,
  `create table section_client (section_id uuid not null references section(id), client_id bigint not null,
     user_id ${USER}, primary key (section_id, client_id))`,
  `create table version (id ${ID}, section_id uuid not null references section(id), head bigint not null,
     reason text not null check (reason in ('autosave', 'named', 'stage', 'restore')), name text,
     state bytea not null, document jsonb not null, digest text not null, created_by ${USER}, created_at ${NOW})`,
  `create index on version (section_id, created_at)`,
  `create table file (id ${ID}, report_id uuid not null references report(id), sha256 text not null,
     media_type text not null, width integer not null, height integer not null, bytes bytea not null, name text not null,
     uploaded_by ${USER}, created_at ${NOW}, unique (report_id, sha256))`,

  // Review and clearance
  `create table thread (id ${ID}, section_id uuid not null references section(id), quote text not null,
     visibility text not null check (visibility in ('all', 'delegation')),
     delegation_id uuid not null references delegation(id), created_by ${USER}, created_at ${NOW},
     resolved_at timestamptz, resolved_by text references "user"(id))`,
  `create index on thread (section_id)`,
  `create table comment (id ${ID}, thread_id uuid not null references thread(id), author_id ${USER},
     delegation_id uuid not null references delegation(id), body text not null, created_at ${NOW})`,
  `create index on comment (thread_id)`,
  `create table position (id bigint generated always as identity primary key,
     section_id uuid not null references section(id), delegation_id uuid not null references delegation(id),
     kind text not null, comment text not null default '', digest text not null,
     version_id uuid not null references version(id), taken_by ${USER}, taken_at ${NOW})`,
  `create index on position (section_id, delegation_id, id)`,

  // The record
  `create table event (id bigint generated always as identity primary key, report_id uuid references report(id),
     section_id uuid references section(id), kind text not null, actor_id text references "user"(id),
     delegation_id uuid references delegation(id), visible_to uuid references delegation(id),
     details jsonb not null default '{}', at ${NOW})`,
  `create index on event (report_id, id)`,
  `create table publication (id ${ID}, report_id uuid not null references report(id), slug text not null unique,
     edition integer not null, symbol text not null, title text not null, manifest jsonb not null,
     published_by ${USER}, published_at ${NOW}, unique (report_id, edition))`,
  `create table publication_file (publication_id uuid not null references publication(id), name text not null,
     media_type text not null, sha256 text not null, bytes bytea not null, primary key (publication_id, name))`,

  `create function refuse_change() returns trigger language plpgsql as $$
     begin raise exception 'rows of % are never changed or deleted', tg_table_name; end $$`,
  ...['event', 'position', 'publication', 'publication_file', 'section_update'].map(
    (table) =>
      `create trigger append_only before update or delete or truncate on ${table}
         for each statement execute function refuse_change()`,
  ),
];
