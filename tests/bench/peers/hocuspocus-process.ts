/**
 * Hocuspocus as its documentation sets it up: `node hocuspocus-process.ts PORT [DATABASE_URL]`. With a database
 * its own extension keeps each document as one row (`world.ts` makes the table), written some time after a change (its defaults: two seconds
 * of quiet, ten at most).
 */
import { Database } from '@hocuspocus/extension-database';
import { Server } from '@hocuspocus/server';
import pg from 'pg';

const [port, databaseUrl] = process.argv.slice(2);
const server = new Server({
  port: Number(port),
  address: '127.0.0.1',
  quiet: true,
  extensions: databaseUrl === undefined ? [] : [store(databaseUrl)],
});
await server.listen();
console.log('ready');

function store(connectionString: string): Database {
  const pool = new pg.Pool({ connectionString, max: 10 });
  return new Database({
    async fetch({ documentName }) {
      const { rows } = await pool.query<{ data: Buffer }>('select data from document where name = $1', [
        documentName,
      ]);
      return rows[0]?.data ?? null;
    },
    async store({ documentName, state }) {
      await pool.query(
        'insert into document values ($1, $2) on conflict (name) do update set data = excluded.data',
        [documentName, state],
      );
    },
  });
}
