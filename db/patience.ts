import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type pg from 'pg';

/** What Postgres itself says when a connection fails: whoever knows the code knows this error too. */
const CONNECTION_FAILURE = '08006';

/**
 * The pool as Kysely uses it, with an end to its patience: a query that has no answer after `ms` fails, and its
 * connection is thrown away. A server that vanished without a word (its machine lost power, and another one took
 * over its address) leaves connections that look sound for a quarter of an hour.
 */
export function withPatience(pool: pg.Pool, ms: number): PostgresPool {
  return {
    async connect() {
      const client = await pool.connect();
      let lost: Error | null = null;
      const ask = async (sql: string, parameters: readonly unknown[]) => {
        if (lost) throw lost; // the rollback of what was under way
        let timer: NodeJS.Timeout | undefined;
        const silence = new Promise<never>((_, reject) => {
          timer = setTimeout(() => {
            lost = Object.assign(new Error(`the database did not answer within ${ms} ms`), {
              code: CONNECTION_FAILURE,
            });
            reject(lost);
          }, ms);
        });
        try {
          return await Promise.race([client.query(sql, [...parameters]), silence]);
        } finally {
          clearTimeout(timer);
        }
      };
      return {
        query: ask as unknown as PostgresPoolClient['query'], // which also takes cursors, and nothing here has any
        release: () => client.release(lost ?? undefined),
      };
    },
    end: () => pool.end(),
  };
}
