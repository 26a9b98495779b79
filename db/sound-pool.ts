import type { PostgresPool, PostgresPoolClient } from 'kysely';
import pg from 'pg';

/** What Postgres itself says when a connection fails: whoever knows the code knows this error too. */
const CONNECTION_FAILURE = '08006';
/** Said by a server that only reads: a standby, or a primary that became one. */
const READ_ONLY = '25006';

/** How long a new connection may take to say whether it leads to a standby, in ms. */
const VERIFY_MS = 10_000;

type SoundClient = Omit<PostgresPoolClient, 'release'> & {
  ask<Row>(query: pg.QueryConfig): Promise<Row[]>;
  /** `error`: the connection is not to be used again. */
  release(error?: Error): void;
};

/** A pool as Kysely takes it, whose clients can also be asked with a whole configuration of pg. */
export type SoundPool = Omit<PostgresPool, 'connect'> & {
  connect(): Promise<SoundClient>;
};

/**
 * A pool, but for connections that look sound and are not: these are thrown away, and the next query gets another.
 * Either the query had no answer within `patienceMs` (null: however long it takes), because the server vanished without
 * a word (its machine lost power, and another one took over its address), which the system would notice a quarter of
 * an hour later. Or it leads to a standby, which is good for one use, and would be kept for as long as it is used.
 */
export function soundPool(
  config: pg.PoolConfig,
  patienceMs: number | null,
): { pool: pg.Pool; sound: SoundPool } {
  const standbys = new WeakSet<pg.PoolClient>();
  const pool = new pg.Pool({
    ...config,
    verify(client, done) {
      const asked = { text: 'show transaction_read_only', query_timeout: VERIFY_MS };
      client.query<{ transaction_read_only: string }>(asked).then(({ rows }) => {
        if (rows[0]?.transaction_read_only === 'on') standbys.add(client);
        done();
      }, done);
    },
  });
  const sound: SoundPool = {
    async connect() {
      const client = await pool.connect();
      let fault: Error | null = null;
      let isSilent = false;

      async function ask(query: pg.QueryConfig) {
        if (isSilent && fault) throw fault; // the rollback of what was under way
        let timer: NodeJS.Timeout | undefined;
        const answer = client.query(query);
        try {
          if (patienceMs === null) return await answer;
          const silence = new Promise<never>((_, reject) => {
            timer = setTimeout(() => {
              isSilent = true;
              reject(noAnswer(patienceMs));
            }, patienceMs);
          });
          return await Promise.race([answer, silence]);
        } catch (error) {
          if (isSilent || codeOf(error) === READ_ONLY) fault = error as Error; // pg rejects with nothing else
          throw error;
        } finally {
          clearTimeout(timer);
        }
      }

      return {
        ask: async (query) => (await ask(query)).rows,
        // Kysely's also takes cursors, and nothing here has any.
        query: ((text: string, values: readonly unknown[]) =>
          ask({ text, values: [...values] })) as unknown as PostgresPoolClient['query'],
        release: (error) => client.release(fault ?? error ?? standbys.has(client)),
      };
    },
    end: () => pool.end(),
  };
  return { pool, sound };
}

const noAnswer = (ms: number) =>
  Object.assign(new Error(`the database did not answer within ${ms} ms`), { code: CONNECTION_FAILURE });

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : null);
