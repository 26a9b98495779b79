import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { connect } from '../../db/connect.ts';
import { freshDatabase } from '../support/database.ts';
import { startWire } from '../support/wire.ts';

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

test('FAIL2 a server that vanished without a word fails what it was asked, and the next one is asked anew', async () => {
  const database = await freshDatabase();
  const url = new URL(database.url);
  const wire = await startWire(() => Number(url.port));
  const behind = new URL(database.url);
  behind.port = String(wire.port);
  const db = connect(behind.href, { statementTimeoutMs: 100, graceMs: 100, poolSize: 1 });
  try {
    const vanished = db.transaction().execute(async (trx) => {
      await sql`select 1`.execute(trx);
      wire.lose();
      await sql`select 1`.execute(trx);
    });
    await expect(vanished).rejects.toMatchObject({ code: '08006' });
    expect((await sql<{ n: number }>`select 1 as n`.execute(db)).rows).toEqual([{ n: 1 }]);
  } finally {
    await db.destroy();
    await wire.close();
    await database.close();
  }
});
