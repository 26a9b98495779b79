import pg from 'pg';
import { type KillablePostgres, startKillablePostgres } from '../support/killable-postgres.ts';
import { joinWorkspace, type LivePerson, type LiveServer, setUp } from '../support/live.ts';
import { freePort, spawnServer } from '../support/server-process.ts';
import { parentOf } from './process-cost.ts';

/** One person may have at most a hundred sockets, and hashing a password is slow on purpose: thirty share the work. */
const PEOPLE = 30;
const CODES = ['JPN', 'ROK', 'USA'];

/** What all measurements of a run share. Plain data: it is handed to other processes. */
export type World = {
  postgres: { url: string; postmaster: number };
  /** The database of Hocuspocus, in the same Postgres. */
  hocuspocusUrl: string;
  authSecret: string;
  /** `Cookie` headers: of the coordinator, and of thirty drafters of three states. */
  coordinator: string;
  drafters: string[];
  /** Delegation ids of the three states. */
  delegations: string[];
  /** The first of the drafters, as the log names its writers. */
  author: { userId: string; delegationId: string };
};

/** Starts the one Postgres of a run, durable as in production, and makes the accounts through the API. */
export async function makeWorld(announce: (line: string) => void): Promise<{
  world: World;
  end(): Promise<void>;
}> {
  announce('Starting Postgres…');
  const postgres = await startKillablePostgres({ max_connections: 100 });
  try {
    const url = postgres.url();
    const { postmaster, hocuspocusUrl } = await prepare(url);
    announce(`Making ${PEOPLE} accounts…`);
    const authSecret = 'a secret of the benchmarks and nothing else';
    const people = await makePeople(postgres, authSecret);
    const world = { postgres: { url, postmaster }, hocuspocusUrl, authSecret, ...people };
    return { world, end: () => postgres.stop() };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

async function prepare(url: string): Promise<{ postmaster: number; hocuspocusUrl: string }> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
    const postmaster = parentOf(rows[0]?.pid ?? 0);
    await client.query('create database hocuspocus');
    const other = new URL(url);
    other.pathname = '/hocuspocus';
    await makeHocuspocusTable(other.href);
    return { postmaster, hocuspocusUrl: other.href };
  } finally {
    await client.end();
  }
}

async function makeHocuspocusTable(url: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query('create table document (name text primary key, data bytea not null)');
  } finally {
    await client.end();
  }
}

async function makePeople(
  postgres: KillablePostgres,
  authSecret: string,
): Promise<Pick<World, 'coordinator' | 'drafters' | 'delegations' | 'author'>> {
  const port = await freePort();
  const process = spawnServer({
    PORT: String(port),
    DATABASE_URL: postgres.url(),
    AUTH_SECRET: authSecret,
  });
  const stop = async (): Promise<void> => {
    process.interrupt();
    await process.ended;
  };
  try {
    const server: LiveServer = {
      url: await process.ready,
      get setUpLink() {
        return /\S+\/set-up#\S+/.exec(process.printed())?.[0] ?? '';
      },
      process,
      killAndRestart: () => Promise.reject(new Error('nobody asks for this')),
      stop,
    };
    const coordinator = await setUp(server);
    const drafters: LivePerson[] = [];
    for (let i = 0; i < PEOPLE; i += 1) {
      const code = CODES[i % CODES.length] ?? '';
      drafters.push(await joinWorkspace(server, coordinator, code, ['drafter'], `Drafter ${i + 1}`));
    }
    const { body } = await coordinator.call('GET', '/api/delegations');
    const delegations = CODES.map((code) => body.find((found: { code: string }) => found.code === code).id);
    const me = await drafters[0]?.call('GET', '/api/me');
    const author = { userId: me?.body.person.id, delegationId: me?.body.person.delegation.id };
    const cookies = drafters.map(({ cookie }) => cookie);
    return { coordinator: coordinator.cookie, drafters: cookies, delegations, author };
  } finally {
    await stop();
  }
}
