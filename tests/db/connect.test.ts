import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { connect } from '../../db/connect.ts';
import { freshDatabase } from '../support/database.ts';

test('FAIL2 a connection that breaks between two statements of a transaction fails that one, and nothing else', async () => {
  const database = await freshDatabase();
  const lost: Error[] = [];
  const db = connect(database.url, { onLost: (error) => lost.push(error) });
  try {
    const broken = db.transaction().execute(async (trx) => {
      const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx);
      await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(database.db);
      // Until the end of the connection has arrived here, while nobody waits for an answer on it.
      await new Promise((resolve) => setTimeout(resolve, 200));
      await sql`select 1`.execute(trx);
    });
    await expect(broken).rejects.toThrow(/terminat|not queryable/);
    expect((await sql<{ n: number }>`select 1 as n`.execute(db)).rows).toEqual([{ n: 1 }]);
  } finally {
    await db.destroy();
    await database.close();
  }
});
