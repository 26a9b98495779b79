import { CamelCasePlugin, Kysely, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import { DomainError } from '../domain/errors.ts';
import { type SoundPool, soundPool } from './sound-pool.ts';
import type { Database } from './tables.ts';

/** The database, or a transaction in it: queries take either. */
export type Db = Kysely<Database>;

/** How a connection differs from what one node needs. */
export type ConnectOptions = {
  /** Most connections at once; 10 unless told. */
  poolSize?: number;
  /** A statement that takes longer is cancelled; 30,000 unless told, 0 for never. */
  statementTimeoutMs?: number;
  /** Keeps connections that nobody uses for now. */
  keepIdle?: boolean;
  /** How much longer than that an answer may be under way, in ms; 5,000 unless told. */
  graceMs?: number;
  /** Told when an idle connection breaks (the database restarted, say). The pool replaces it by itself. */
  onLost?: (error: Error) => void;
};

const int8 = 20;
const date = 1082;

/**
 * A pool of connections under Kysely. Columns are snake_case in SQL and camelCase here; the keys inside JSON
 * columns stay as they were written. `bigint` arrives as a number, `date` as `'YYYY-MM-DD'` (a Date would
 * move it by the server's zone), `timestamptz` as a Date. Connects when first used: see `reach`.
 */
export function connect(url: string, options: ConnectOptions = {}): Db {
  return new Kysely<Database>({
    dialect: new PostgresDialect({ pool: openPool(url, options) }),
    plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })],
  });
}

/** A statement that Postgres is to know again by its name. */
export type Statement = { name: string; text: string };

/** One connection for one statement after the other, past Kysely, whose own work would cost as much as theirs. */
export type Direct = {
  /** Rows with the column names of SQL, and the types of `connect`. */
  ask<Row>(statement: Statement, values: unknown[]): Promise<Row[]>;
  destroy(): Promise<void>;
};

/** Connects when first used, and again after the connection was lost. */
export function connectDirectly(
  url: string,
  options: Omit<ConnectOptions, 'poolSize' | 'keepIdle'> = {},
): Direct {
  const pool = openPool(url, { ...options, poolSize: 1, keepIdle: true });
  return {
    async ask<Row>({ name, text }: Statement, values: unknown[]) {
      const client = await pool.connect();
      try {
        const rows = await client.ask<Row>({ name, text, values });
        client.release();
        return rows;
      } catch (error) {
        client.release(error as Error); // also a statement may be one that this connection does not know any more
        throw error;
      }
    },
    destroy: () => pool.end(),
  };
}

function openPool(url: string, options: ConnectOptions): SoundPool {
  const types = new pg.TypeOverrides();
  types.setTypeParser(int8, toSafeNumber);
  types.setTypeParser(date, (text) => text);
  const statementTimeoutMs = options.statementTimeoutMs ?? 30_000;
  const patienceMs = statementTimeoutMs > 0 ? statementTimeoutMs + (options.graceMs ?? 5_000) : null;
  const config: pg.PoolConfig = {
    connectionString: url,
    types,
    max: options.poolSize ?? 10,
    ...(options.keepIdle && { idleTimeoutMillis: 0 }),
    statement_timeout: statementTimeoutMs,
    // A node that is lost in the middle of a transaction must not hold a section's log for long.
    idle_in_transaction_session_timeout: 60_000,
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    application_name: 'rapporteur',
  };
  const { pool, sound } = soundPool(config, patienceMs);
  // Without a listener an idle connection that breaks would end the process.
  pool.on('error', options.onLost ?? (() => undefined));
  // One that breaks in use, between two statements of a transaction, would as well, and the pool does not listen
  // then. The next statement on it fails with the reason, so that nothing has to be said here.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return sound;
}

/**
 * Asks the database at `url` for one answer.
 *
 * @throws DomainError `unavailable` saying which server did not answer and why; never its password.
 */
export async function reach(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    await client.end();
  } catch (error) {
    await client.end().catch(() => undefined);
    throw new DomainError(
      'unavailable',
      `The database at ${client.host}:${client.port}/${client.database ?? ''} cannot be reached (${reasonOf(error)}): check DATABASE_URL and that Postgres runs there.`,
    );
  }
}

/** Whether the database answers now: what the health address tells. */
export async function answers(db: Db): Promise<boolean> {
  try {
    await sql`select 1`.execute(db);
    return true;
  } catch {
    return false;
  }
}

function reasonOf(error: unknown): string {
  // Several addresses tried in vain come as an AggregateError without a message of its own.
  if (error instanceof AggregateError) return error.errors.map(reasonOf).join(', ');
  return error instanceof Error ? error.message : String(error);
}

/** Our counters stay far below 2^53; one beyond would silently lose its last digits, so it is an error. */
function toSafeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint ${text} does not fit a number`);
  return value;
}
