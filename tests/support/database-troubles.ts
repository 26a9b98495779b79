import pg from 'pg';
import { until } from './live.ts';
import type { TroubledNode } from './troubled-node.ts';

/** Something that a database goes through, how it begins and ends, and what the node says of it meanwhile. */
export type DatabaseTrouble = {
  name: string;
  begin(node: TroubledNode): unknown;
  end(node: TroubledNode): unknown;
  /** `away`: the database does not answer. `closed`: it answers, and takes no edits. */
  is: 'away' | 'closed';
};

/** What is said of rows whose partition was taken away. */
export const NO_PARTITION = `raise exception 'no partition of relation "section_update" found for row' using errcode = '23514';`;

/** What a commit meets when there is no room for it, word for word. */
export const NO_ROOM = `raise exception 'could not extend file "base/16384/16999": No space left on device' using errcode = '53100';`;

/** What a commit meets that came across another, the first time that it is tried. */
export const NOT_SERIALIZABLE_ONCE = `
  if nextval('tries') = 1 then
    raise exception 'could not serialize access due to concurrent update' using errcode = '40001';
  end if;`;

/** Has Postgres do this, in plpgsql, before it takes an edit; of one log alone, where `log` is given. */
export async function beforeEdits(node: TroubledNode, plpgsql: string, log?: number): Promise<void> {
  await node.ask(
    'create sequence tries',
    `create function trouble() returns trigger language plpgsql as $$ begin ${plpgsql} return new; end $$`,
    `create trigger trouble before insert on section_update for each row
       when (${log === undefined ? 'true' : `new.log = ${log}`}) execute function trouble()`,
  );
}

/** Ends what `beforeEdits` began; returns how often `tries` was counted. */
export async function endTrouble(node: TroubledNode): Promise<number> {
  const [tries] = await node.ask<{ last_value: string }>('select last_value from tries');
  await node.ask('drop function trouble cascade', 'drop sequence tries');
  return Number(tries?.last_value);
}

/** Makes new connections lead to a server that only reads, as a standby does, and breaks those that are there. */
async function onlyRead({ ask }: TroubledNode): Promise<void> {
  await ask(
    'alter database rapporteur set default_transaction_read_only = on',
    `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'rapporteur'`,
  );
}

/** What lasts for a while, and is over then. */
export const troubles: DatabaseTrouble[] = [
  {
    name: 'refuses every connection, as in a failover',
    begin: ({ wire }) => wire.refuse(),
    end: ({ wire }) => wire.accept(),
    is: 'away',
  },
  {
    name: 'is killed and started again',
    begin: ({ postgres }) => postgres.kill('everything'),
    end: ({ postgres }) => postgres.start(),
    is: 'away',
  },
  {
    name: 'says nothing, and then all that it had to say',
    begin: ({ wire }) => wire.freeze(),
    end: ({ wire }) => wire.thaw(),
    is: 'away',
  },
  {
    name: 'says nothing, and then its connections break',
    begin: ({ wire }) => wire.freeze(),
    end: ({ wire }) => {
      wire.cut();
      wire.thaw();
    },
    is: 'away',
  },
  {
    name: 'can be read and not written, as a standby',
    begin: onlyRead,
    end: ({ ask }) => ask('alter database rapporteur reset default_transaction_read_only'),
    is: 'closed',
  },
  {
    name: 'says of each edit that its disk is full',
    begin: (node) => beforeEdits(node, NO_ROOM),
    end: endTrouble,
    is: 'closed',
  },
];

/** No room is left where Postgres keeps everything: only where the node has a disk that can be filled. */
export const fullDisk: DatabaseTrouble = {
  name: 'has no room left on its disk',
  begin: ({ disk }) => disk?.fill(),
  end: ({ disk }) => disk?.free(),
  is: 'closed',
};

/** Holds a log, as whoever decides on its text does, until what this returns is called. */
export async function holdLog(node: TroubledNode, log: number): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: node.postgres.url() });
  await client.connect();
  for (const statement of ['begin', `select lock_logs(array[${log}])`]) await client.query(statement);
  return () => client.end();
}

/** Takes the end of a log away, as where a standby took over that had not been sent it. */
export async function loseEnd(node: TroubledNode, log: number, head: number): Promise<void> {
  await node.ask(
    'set session_replication_role = replica',
    `delete from section_update where log = ${log} and seq > ${head}`,
    `update section_doc set derived_head = least(derived_head, ${head}) where log = ${log}`,
  );
}

/** Somebody whose transaction has what an append needs second, and asks for what it has first. */
export type Rival = {
  /** Waits for somebody who appends to the log `log`, asks for it, and gives way when Postgres has ended one of the two. */
  collide(log: number): Promise<void>;
};

/** Holds the table of the log, so that the next one who appends to it waits with their log in hand. */
export async function startRival(node: TroubledNode): Promise<Rival> {
  const client = new pg.Client({ connectionString: node.postgres.url() });
  await client.connect();
  // Who waits longest looks first, and gives way: the appender.
  for (const statement of [`set deadlock_timeout = '5s'`, 'begin', 'lock table section_update in share mode'])
    await client.query(statement);
  return {
    async collide(log) {
      const waiting = `select from pg_locks where not granted and relation = 'section_update'::regclass`;
      await until(async () => (await node.ask(waiting)).length > 0);
      try {
        await client.query(`select lock_logs(array[${log}])`);
      } catch (error) {
        if (!(error instanceof pg.DatabaseError && error.code === '40P01')) throw error;
      } finally {
        await client.end();
      }
    },
  };
}
