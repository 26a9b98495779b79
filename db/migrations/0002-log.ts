import { type Kysely, sql } from 'kysely';

/**
 * The log as it bears the weight of typing: narrow rows in one partition for each year of reports, appended to
 * by one function in one round trip, and what is derived from the text written beside it and later.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  // Rights, so that a commit can tell in one comparison that nothing of them has changed since they were judged.
  `alter table section add column rights_stamp bigint not null default 0`,
  `alter table member add column rights_stamp bigint not null default 0`,
  `create function stamp_rights() returns trigger language plpgsql as $$
     begin new.rights_stamp := old.rights_stamp + 1; return new; end $$`,
  `create trigger stamp_rights before update of stage, lead_delegation_id, pen_holder_id, removed_at on section
     for each row execute function stamp_rights()`,
  `create trigger stamp_rights before update of delegation_id, roles, removed_at on member
     for each row execute function stamp_rights()`,
  `create function stamp_contributors() returns trigger language plpgsql as $$
     begin
       update section set rights_stamp = rights_stamp + 1
         where id = case when tg_op = 'DELETE' then old.section_id else new.section_id end;
       return null;
     end $$`,
  `create trigger stamp_contributors after insert or update or delete on section_contributor
     for each row execute function stamp_contributors()`,

  // Whoever writes for a state is one small number in the log.
  `create table author (no integer generated always as identity primary key,
     user_id text not null references "user"(id), delegation_id uuid not null references delegation(id),
     unique (user_id, delegation_id))`,
  `insert into author (user_id, delegation_id)
     select distinct user_id, delegation_id from section_update order by 1, 2`,

  // A section's log is one small number too; its shelf is the year in which the report was begun.
  `alter table section_doc rename column head to derived_head`,
  `alter table section_doc add column log integer generated always as identity unique,
     add column snapshot_vector bytea, add column shelf smallint not null default extract(year from now() at time zone 'UTC')`,
  `update section_doc d set shelf = extract(year from r.created_at at time zone 'UTC')
     from section s join report r on r.id = s.report_id where s.id = d.section_id`,

  // No foreign keys: checking them would lock a row of each other table for every key that somebody presses.
  `alter table section_update rename to section_update_before`,
  `create table section_update (at timestamptz not null default clock_timestamp(), log integer not null,
     seq integer not null, author integer not null, shelf smallint not null, payload bytea not null,
     constraint section_update_key primary key (shelf, log, seq)) partition by list (shelf)`,
  `create function open_shelf(year smallint) returns void language plpgsql as $$
     declare name text := 'section_update_' || year;
     begin
       if to_regclass(name) is not null then return; end if;
       perform pg_advisory_xact_lock(hashtext('open_shelf'));
       if to_regclass(name) is not null then return; end if;
       -- Made apart and then attached, which lets everybody read and append meanwhile.
       execute format('create table %I (like section_update including all)', name);
       execute format('create trigger append_only before update or delete or truncate on %I
         for each statement execute function refuse_change()', name);
       execute format('alter table section_update attach partition %I for values in (%s)', name, year);
     end $$`,
  `select open_shelf(y) from (select extract(year from now() at time zone 'UTC')::smallint as y union select shelf from section_doc) y`,
  `insert into section_update (at, log, seq, author, shelf, payload)
     select u.at, d.log, u.seq, a.no, d.shelf, u.payload
     from section_update_before u join section_doc d using (section_id)
     join author a on a.user_id = u.user_id and a.delegation_id = u.delegation_id
     order by d.log, u.seq`,
  `drop table section_update_before`,
  `create trigger append_only before update or delete or truncate on section_update
     for each statement execute function refuse_change()`,
  `create function log_head(of_shelf smallint, of_log integer) returns integer language sql stable as $$
     select coalesce((select u.seq from section_update u where u.shelf = of_shelf and u.log = of_log
       order by u.seq desc limit 1), 0) $$`,
  `create function lock_logs(logs integer[]) returns void language plpgsql as $$
     declare one integer;
     begin
       foreach one in array logs loop perform pg_advisory_xact_lock(hashtext('log'), one); end loop;
     end $$`,
  appendEdits(),
];

/**
 * One flush of a node: locks the logs, compares the stamps of the rights that its writers were judged by, appends,
 * and tells of each log its head before, and the rows past `cursor` that others had appended. Appends nothing
 * where a stamp differs (`rights_changed`) or a client id is somebody else's (`foreign_client`). Waits for no log that
 * somebody else holds, and leaves it out (`held`): nobody's typing waits for what is done to another section. A log
 * that ends before `cursor`, as after a standby took over that lacked its end, is left as it is too. Each statement
 * in it sees what was committed before the locks were had. Planning it anew for each key, as Postgres would, costs as
 * much as all the rest.
 */
function appendEdits(): string {
  return `create function append_edits(
      logs integer[], shelves smallint[], cursors integer[],
      sections uuid[], section_stamps bigint[], users text[], member_stamps bigint[],
      edit_logs integer[], edit_authors integer[], edit_payloads bytea[],
      claim_sections uuid[], claim_clients bigint[], claim_users text[])
    returns table (outcome text, log integer, head integer, missing_seqs integer[], missing_payloads bytea[],
      section_id uuid, user_id text)
    language plpgsql set plan_cache_mode = force_generic_plan as $$
    #variable_conflict use_column
    declare mine integer[];
    begin
      select array_agg(one) into mine from unnest(logs) one where pg_try_advisory_xact_lock(hashtext('log'), one);
      if mine is null then
        return query select 'held', one, null::integer, null::integer[], null::bytea[], null::uuid, null::text
          from unnest(logs) one;
        return;
      end if;
      if exists (select from unnest(sections, section_stamps) as judged(id, stamp)
            left join section s on s.id = judged.id where s.rights_stamp is distinct from judged.stamp)
        or exists (select from unnest(users, member_stamps) as judged(id, stamp)
            left join member m on m.user_id = judged.id where m.rights_stamp is distinct from judged.stamp) then
        return query select 'rights_changed', null::integer, null::integer, null::integer[], null::bytea[],
          null::uuid, null::text;
        return;
      end if;

      if cardinality(claim_clients) > 0 then
        return query select 'foreign_client', null::integer, null::integer, null::integer[], null::bytea[],
            claim.section_id, claim.user_id
          from unnest(claim_sections, claim_clients, claim_users) as claim(section_id, client_id, user_id)
          join section_client c on c.section_id = claim.section_id and c.client_id = claim.client_id
          where c.user_id <> claim.user_id;
        if found then return; end if;
        insert into section_client (section_id, client_id, user_id)
          select claim.* from unnest(claim_sections, claim_clients, claim_users) as claim(section_id, client_id, user_id)
          join unnest(sections, logs) as asked(id, log) on asked.id = claim.section_id
          where asked.log = any(mine) on conflict do nothing;
      end if;

      return query
        with head as materialized (
          select asked.*, log_head(asked.shelf, asked.log) as at
          from unnest(logs, shelves, cursors) as asked(log, shelf, cursor) where asked.log = any(mine)),
        added as (
          insert into section_update (log, seq, author, shelf, payload)
          select head.log, head.at + row_number() over (partition by head.log order by edit.i), edit.author,
            head.shelf, edit.payload
          from unnest(edit_logs, edit_authors, edit_payloads) with ordinality as edit(log, author, payload, i)
          join head on head.log = edit.log and head.at >= head.cursor)
        select 'appended', head.log, head.at, missing.seqs, missing.payloads, null::uuid, null::text
        from head left join lateral (
          select array_agg(u.seq order by u.seq) as seqs, array_agg(u.payload order by u.seq) as payloads
          from section_update u where u.shelf = head.shelf and u.log = head.log and u.seq > head.cursor
        ) as missing on head.at > head.cursor
        union all
        select 'held', one, null, null, null, null, null from unnest(logs) one where one <> all(mine);
    end $$`;
}
