import pg from 'pg';
import * as Y from 'yjs';
import { connect, connectDirectly, type Db } from '../../../db/connect.ts';
import { compact } from '../../../db/text/compact.ts';
import { loadDoc } from '../../../db/text/load.ts';
import { createTextStore } from '../../../db/text/store.ts';
import type { History } from '../load/history.ts';
import type { World } from '../world.ts';
import type { PeerName } from './peer.ts';

/** Rows of a history that go into our log in one transaction. */
const ROWS_TOGETHER = 2000;

/**
 * How far each client's edits are on disk in this room, by client id and clock; empty for a peer that keeps
 * nothing. Asks Postgres, and not the server.
 */
export async function storedClocks(peer: PeerName, world: World, room: string): Promise<Map<number, number>> {
  const state = await storedState(peer, world, room);
  return state === null ? new Map() : Y.decodeStateVector(Y.encodeStateVectorFromUpdate(state));
}

async function storedState(peer: PeerName, world: World, room: string): Promise<Uint8Array | null> {
  switch (peer) {
    case 'rapporteur':
      return withDb(world, async (db) => {
        const { ydoc } = await loadDoc(db, room);
        return Y.encodeStateAsUpdate(ydoc);
      });
    case 'hocuspocus-postgres':
      return withClient(world.hocuspocusUrl, async (client) => {
        const { rows } = await client.query<{ data: Buffer }>('select data from document where name = $1', [
          room,
        ]);
        return rows[0]?.data ?? null;
      });
    default:
      return null;
  }
}

/** Puts a history into a section of ours, one row for each keystroke and no snapshot, as if it were typed slowly. */
export async function storeRows(world: World, sectionId: string, { updates }: History): Promise<void> {
  await withDb(world, async (db) => {
    const writing = connectDirectly(world.postgres.url);
    const store = createTextStore(db, writing);
    for (let i = 0; i < updates.length; i += ROWS_TOGETHER) {
      const cursor = (await store.heads([sectionId])).get(sectionId) ?? 0;
      const edits = updates.slice(i, i + ROWS_TOGETHER).map((payload) => ({ payload, ...world.author }));
      const { kind } = await store.append([{ sectionId, cursor, edits, claims: [] }]);
      if (kind !== 'appended') throw new Error(`the history was refused: ${kind}`);
    }
    await writing.destroy();
  });
}

/** Writes the snapshot of a section of ours, as the server does in the background. */
export async function compactSection(world: World, sectionId: string): Promise<void> {
  await withDb(world, (db) => compact(db, sectionId));
}

/** Puts a history into Hocuspocus's one row. */
export async function storeRow(world: World, room: string, { state }: History): Promise<void> {
  await withClient(world.hocuspocusUrl, (client) =>
    client.query('insert into document values ($1, $2)', [room, Buffer.from(state)]),
  );
}

/** What is on disk, in bytes: all tables of one peer with their indexes, and the whole of what went into the WAL. */
export async function bytesOnDisk(databaseUrl: string): Promise<{ tables: number; wal: number }> {
  return withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<{ tables: string; wal: string }>(
      `select coalesce(sum(pg_total_relation_size(c.oid)), 0) as tables, pg_current_wal_lsn() - '0/0' as wal
       from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = 'public' and c.relkind = 'r'`,
    );
    return { tables: Number(rows[0]?.tables), wal: Number(rows[0]?.wal) };
  });
}

/** Has Postgres write down what it holds, so that this does not happen while something is measured. */
export async function settleDisk(world: World): Promise<void> {
  await withClient(world.postgres.url, (client) => client.query('checkpoint'));
}

async function withDb<T>(world: World, ask: (db: Db) => Promise<T>): Promise<T> {
  const db = connect(world.postgres.url, { poolSize: 2, statementTimeoutMs: 0 });
  try {
    return await ask(db);
  } finally {
    await db.destroy();
  }
}

async function withClient<T>(url: string, ask: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return await ask(client);
  } finally {
    await client.end();
  }
}
