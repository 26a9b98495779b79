import { tmpdir } from 'node:os';
import pg from 'pg';
import { parseConfig } from '../../config.ts';
import { type RunningServer, startServer } from '../../server.ts';
import { type KillablePostgres, startKillablePostgres } from './killable-postgres.ts';
import type { LiveServer } from './live.ts';
import { mountSmallDisk, type SmallDisk } from './small-disk.ts';
import { startWire, type Wire } from './wire.ts';

type Told = { status: number; body: { status: string; takesEdits?: boolean } };

/** The whole server in this process, on a Postgres of its own that a test can harm, and a wire between the two. */
export type TroubledNode = {
  live: Pick<LiveServer, 'url' | 'setUpLink'>;
  server: RunningServer;
  wire: Wire;
  postgres: KillablePostgres;
  /** Where Postgres keeps everything; null: on a disk that nobody can fill. */
  disk: SmallDisk | null;
  /** Asks Postgres itself, past the wire. Returns the rows of the last statement. */
  ask<Row extends pg.QueryResultRow>(...statements: string[]): Promise<Row[]>;
  /** What the node says of itself, without sign-in. */
  says(): Promise<{ health: Told; ready: Told }>;
  stop(): Promise<void>;
};

/** Starts it. Postgres looks for deadlocks soon, so that nobody waits for it. */
export async function startTroubledNode(): Promise<TroubledNode> {
  const started = new AsyncDisposableStack();
  const disk = mountSmallDisk(300);
  if (disk) started.defer(() => disk.remove());
  try {
    const postgres = await startKillablePostgres({ deadlock_timeout: '300ms' }, disk?.folder ?? tmpdir());
    started.defer(() => postgres.stop());
    const wire = await startWire(() => postgres.port());
    started.defer(() => wire.close());
    const databaseUrl = new URL(postgres.url());
    databaseUrl.port = String(wire.port);
    const config = parseConfig({
      PORT: '0',
      DATABASE_URL: databaseUrl.href,
      AUTH_SECRET: 'a secret of tests that is long enough',
      LOG_LEVEL: 'silent',
    });
    const server = await startServer(config, { client: 'none' });
    started.defer(() => server.close());
    const setUpLink = (await server.createSetUpLink()) ?? '';
    return {
      server,
      live: { url: server.url, setUpLink },
      wire,
      postgres,
      disk,
      ask: (...statements) => ask(postgres.url(), statements),
      async says() {
        const [health, ready] = await Promise.all(
          ['/api/health', '/api/ready'].map(async (address): Promise<Told> => {
            const response = await fetch(server.url + address);
            return { status: response.status, body: await response.json() };
          }),
        );
        if (!health || !ready) throw new Error('two were asked');
        return { health, ready };
      },
      stop: () => started.disposeAsync(),
    };
  } catch (error) {
    await started.disposeAsync();
    throw error;
  }
}

async function ask<Row extends pg.QueryResultRow>(url: string, statements: string[]): Promise<Row[]> {
  const client = new pg.Client({ connectionString: url, options: '-c default_transaction_read_only=off' });
  await client.connect();
  try {
    let rows: Row[] = [];
    for (const statement of statements) ({ rows } = await client.query<Row>(statement));
    return rows;
  } finally {
    await client.end();
  }
}
