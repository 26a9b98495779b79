import { setTimeout as delay } from 'node:timers/promises';
import { type KillablePostgres, startKillablePostgres } from './killable-postgres.ts';
import type { LiveServer } from './live.ts';
import { findRedis, startRedis, type TestRedis } from './redis.ts';
import { freePort, type ServerProcess, spawnServer } from './server-process.ts';
import { startWire, type Wire } from './wire.ts';

/** One node of a test: `node main.ts`, with a wire on each of its sides. */
export type TestNode = {
  name: string;
  /** Where it really listens. */
  port: number;
  /** From clients that chose this node. */
  clients: Wire;
  database: Wire;
  redis: Wire | null;
  /** The one that runs, or ran last. */
  process(): ServerProcess;
  isUp(): boolean;
  /** Starts it and keeps starting it, as whatever runs it in earnest does, until it is ready. */
  start(): Promise<void>;
  /** Ends it as the system would, without a word. */
  kill(): Promise<void>;
  pause(): void;
  resume(): void;
  /** Times that it ended without being told to. */
  crashes: string[];
};

/** Several nodes on one Postgres and one Redis, behind a balancer that knows nothing of sessions. */
export type Nodes = {
  /** Where people go: each connection to another node that is up, in turn. */
  front: Wire;
  url: string;
  nodes: TestNode[];
  postgres: KillablePostgres;
  /** null where this machine has none. */
  redis: TestRedis | null;
  /** The whole as a server for what tests/support/live.ts does with one. */
  live: LiveServer;
  stop(): Promise<void>;
};

/** What differs from two nodes with Redis where there is one. */
export type NodesOptions = { count?: number; redis?: 'if_found' | 'none'; env?: Record<string, string> };

/** Starts Postgres, Redis and the nodes, one after the other, and returns when all are ready. */
export async function startNodes(options: NodesOptions = {}): Promise<Nodes> {
  const started = new AsyncDisposableStack();
  try {
    return await start(options, started);
  } catch (error) {
    await started.disposeAsync();
    throw error;
  }
}

async function start(options: NodesOptions, started: AsyncDisposableStack): Promise<Nodes> {
  const postgres = await startKillablePostgres({ max_connections: 60 });
  started.defer(() => postgres.stop());
  const program = options.redis === 'none' ? null : findRedis();
  const redis = program === null ? null : await startRedis(program);
  if (redis) started.defer(() => redis.kill());

  const nodes: TestNode[] = [];
  let turn = 0;
  const front = await startWire(() => {
    const up = nodes.filter((node) => node.isUp());
    turn += 1;
    return up[turn % Math.max(1, up.length)]?.clients.port ?? null;
  });
  started.defer(() => front.close());
  const url = `http://127.0.0.1:${front.port}`;
  for (let i = 1; i <= (options.count ?? 2); i += 1) {
    const node = await makeNode(`node ${i}`, { url, postgres, redis, env: options.env ?? {} });
    started.defer(async () => {
      await node.kill();
      await Promise.all([node.clients.close(), node.database.close(), node.redis?.close()]);
    });
    await node.start();
    nodes.push(node);
  }
  const stop = () => started.disposeAsync();
  const last = nodes.at(-1);
  if (!last) throw new Error('there is no node');
  const live: LiveServer = {
    url,
    // Each start makes a new link in place of the older one.
    get setUpLink() {
      return /\S+\/set-up#\S+/.exec(last.process().printed())?.[0] ?? '';
    },
    get process() {
      return last.process();
    },
    async killAndRestart() {
      await Promise.all(nodes.map((node) => node.kill()));
      await Promise.all(nodes.map((node) => node.start()));
    },
    stop,
  };
  return { front, url, nodes, postgres, redis, live, stop };
}

type Surroundings = {
  url: string;
  postgres: KillablePostgres;
  redis: TestRedis | null;
  env: Record<string, string>;
};

async function makeNode(name: string, { url, postgres, redis, env }: Surroundings): Promise<TestNode> {
  const port = await freePort();
  const clients = await startWire(() => port);
  const database = await startWire(() => postgres.port());
  const redisWire = redis ? await startWire(() => redis.port) : null;
  const databaseUrl = new URL(postgres.url());
  databaseUrl.port = String(database.port);

  const crashes: string[] = [];
  let running: ServerProcess | null = null;
  /** Counts starts and kills, so that a start that was overtaken gives up. */
  let generation = 0;
  let isWanted = false;
  let isReady = false;
  const spawn = () => {
    const server = spawnServer({
      PORT: String(port),
      PUBLIC_URL: url,
      DATABASE_URL: databaseUrl.href,
      AUTH_SECRET: 'a secret of tests that is long enough',
      ...(redisWire ? { REDIS_URL: `redis://127.0.0.1:${redisWire.port}` } : {}),
      ...env,
    });
    running = server;
    void server.ended.then((code) => {
      if (running !== server) return;
      if (isWanted && isReady)
        crashes.push(`${name} ended by itself with ${code}: ${server.printed().slice(-2000)}`);
      isReady = false;
    });
    return server;
  };
  const node: TestNode = {
    name,
    port,
    clients,
    database,
    redis: redisWire,
    crashes,
    process() {
      if (!running) throw new Error(`${name} was never started`);
      return running;
    },
    isUp: () => isReady,
    async start() {
      generation += 1;
      const mine = generation;
      isWanted = true;
      while (mine === generation) {
        const server = spawn();
        try {
          await server.ready;
          if (mine === generation) isReady = true;
          return;
        } catch (error) {
          // With its database away it ends with one sentence, and is started again.
          if (mine === generation && !isAboutDatabase(String(error))) throw error;
        }
        await delay(300);
      }
    },
    async kill() {
      generation += 1;
      isWanted = false;
      isReady = false;
      await running?.kill();
    },
    pause: () => void running?.child.kill('SIGSTOP'),
    resume: () => void running?.child.kill('SIGCONT'),
  };
  return node;
}

function isAboutDatabase(printed: string): boolean {
  return /cannot be reached|ECONNREFUSED|ECONNRESET|terminat|the database system is|timeout/i.test(printed);
}
