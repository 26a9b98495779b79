import { type Migration, Migrator } from 'kysely';
import { connect } from './connect.ts';
import * as start from './migrations/0001-start.ts';
import * as log from './migrations/0002-log.ts';

/** Every migration, in order, by a name that never changes once it has been released. */
const migrations: Record<string, Migration> = {
  '0001-start': start,
  '0002-log': log,
};

/**
 * Brings the database at `url` to the newest form, all in one transaction: after an error it is as before.
 * Several nodes may start at once; the first takes Kysely's advisory lock and the others wait and find
 * nothing to do. Returns the names of the migrations that ran.
 */
export async function migrate(url: string): Promise<string[]> {
  // A connection of its own, without a timeout: another node's long migration is waited for, not cancelled.
  const db = connect(url, { poolSize: 2, statementTimeoutMs: 0 });
  try {
    const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
    const { error, results } = await migrator.migrateToLatest();
    if (error !== undefined) throw error;
    return (results ?? [])
      .filter(({ status }) => status === 'Success')
      .map(({ migrationName }) => migrationName);
  } finally {
    await db.destroy();
  }
}
