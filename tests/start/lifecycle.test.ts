import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { processBorn } from '../../db/data-lock.ts';
import { ensureWebClient } from '../../web-build.ts';
import { freshDatabase } from '../support/database.ts';
import { nobody, whyNobodyCannotStart } from '../support/nobody.ts';
import { freePort, type ServerProcess, spawnServer } from '../support/server-process.ts';

let dataDir: string;
const servers: ServerProcess[] = [];

beforeAll(async () => {
  await ensureWebClient((line) => console.log(line)); // so that no start below includes it
  dataDir = mkdtempSync(path.join(tmpdir(), 'rapporteur-start-'));
});
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.interrupt();
    await server.ended;
  }
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

async function start(env: Record<string, string> = {}, options: { args?: string[]; uid?: number } = {}) {
  const server = spawnServer({ PORT: String(await freePort()), DATA_DIR: dataDir, ...env }, options);
  servers.push(server);
  return server;
}

describe('starting and stopping the server', () => {
  test('START1 START4 prints its address and a set-up link, says that it is healthy, and stops at Ctrl-C', async () => {
    const server = await start();
    const address = await server.ready;
    const health = await fetch(`${address}/api/health`);
    expect(health.status).toBe(200);
    expect(await health.json()).toEqual({ status: 'ok', database: true, takesEdits: true });
    expect(server.printed()).toMatch(new RegExp(`${address}/set-up#[\\w-]{43}\\n`));

    const postmaster = postmasterPid(dataDir);
    server.interrupt();
    expect(await server.ended).toBe(0);
    expect(existsSync(path.join(dataDir, 'postgres/postmaster.pid'))).toBe(false);
    expect(processBorn(postmaster)).toBeNull();
    const log = readFileSync(path.join(dataDir, 'postgres.log'), 'utf8');
    expect(log).toContain('database system is shut down');
    // Our connections were closed before Postgres was told to stop: Ctrl-C did not reach it by itself.
    expect(log).not.toMatch(/terminating connection|unexpected EOF/);
  });

  test('START2 finds its data after Ctrl-C, after `kill`, and after SIGKILL', async () => {
    for (const [end, exit] of [
      ['SIGINT', 0],
      ['SIGTERM', 0],
      ['SIGKILL', 'SIGKILL'],
    ] as const) {
      const server = await start();
      await server.ready;
      await query(dataDir, `update workspace set name = 'ended by ${end}'`);
      server.child.kill(end);
      expect(await server.ended).toBe(exit);

      const next = await start();
      await next.ready;
      expect(await query(dataDir, 'select name from workspace')).toEqual([{ name: `ended by ${end}` }]);
      next.interrupt();
      expect(await next.ended).toBe(0);
    }
  });

  test('START2 keeps its secret, for itself, so that nobody is signed out by a restart', async () => {
    const secretFile = path.join(dataDir, 'secret');
    const before = readFileSync(secretFile, 'utf8');
    expect(before.length).toBeGreaterThanOrEqual(32);
    expect(statSync(secretFile).mode & 0o777).toBe(0o600);
    await (await start()).ready;
    expect(readFileSync(secretFile, 'utf8')).toBe(before);
  });

  test('START3 refuses a second server on the same data, and the first goes on', async () => {
    const first = await start();
    const address = await first.ready;
    const second = await start();
    expect(await second.ended).toBe(1);
    expect(second.printed().trim()).toBe(
      `The data folder ${dataDir} is already in use by another Rapporteur (pid ${first.child.pid}): stop that one, or set DATA_DIR to another folder.`,
    );
    expect((await fetch(`${address}/api/health`)).status).toBe(200);
  });

  test('START4 says that it is not healthy while the database does not answer', async () => {
    const server = await start();
    const address = await server.ready;
    process.kill(postmasterPid(dataDir), 'SIGINT');
    await expect
      .poll(async () => (await fetch(`${address}/api/health`)).status, { timeout: 15_000 })
      .toBe(503);
    expect(server.child.exitCode).toBeNull();
  });

  test('START2 Ctrl-C while it is still starting leaves nothing running', async () => {
    const server = await start();
    // The folder's lock is the first thing that a start leaves, and Postgres comes next.
    await expect
      .poll(() => existsSync(path.join(dataDir, 'rapporteur.lock')), { timeout: 15_000 })
      .toBe(true);
    server.interrupt();
    expect(await server.ended).toBe(0);
    expect(existsSync(path.join(dataDir, 'postgres/postmaster.pid'))).toBe(false);
    expect(existsSync(path.join(dataDir, 'rapporteur.lock'))).toBe(false);
  });

  test('SEC2 the page it serves lets in no inline script and nothing from elsewhere', async () => {
    const address = await (await start()).ready;
    const page = await fetch(`${address}/reports/any`, { headers: { Accept: 'text/html' } });
    const html = await page.text();
    const policy = page.headers.get('content-security-policy') ?? '';
    const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? '';
    expect(nonce.length).toBeGreaterThanOrEqual(22);
    expect(html).toContain(nonce);
    expect(policy).toContain("default-src 'none'; script-src 'self';");
    expect(policy).not.toContain('unsafe');

    const again = await fetch(`${address}/`, { headers: { Accept: 'text/html' } });
    expect(await again.text()).not.toContain(nonce);
    const script = /src="(\/assets\/[^"]+\.js)"/.exec(html)?.[1] ?? '';
    const asset = await fetch(`${address}${script}`, { headers: { 'Accept-Encoding': 'br' } });
    expect(asset.headers.get('content-encoding')).toBe('br');
    expect(asset.headers.get('cache-control')).toContain('immutable');
    expect((await fetch(`${address}/assets/none.js`)).status).toBe(404);
    expect((await fetch(`${address}/.sources`)).status).toBe(404);
    expect((await fetch(`${address}/assets/../../../package.json`)).status).toBe(404);
    expect((await fetch(`${address}/assets/..%2f..%2f..%2fpackage.json`)).status).toBe(404);
  });
});

test('START1 two nodes start at once on a database of your own, and keep nothing beside it', async () => {
  const given = await freshDatabase();
  const untouched = path.join(dataDir, 'untouched');
  const env = {
    DATABASE_URL: given.url,
    AUTH_SECRET: 'a secret of more than 32 characters',
    DATA_DIR: untouched,
  };
  try {
    const nodes = [await start(env), await start(env)];
    for (const node of nodes) {
      const address = await node.ready;
      expect((await fetch(`${address}/api/health`)).status).toBe(200);
      node.interrupt();
      expect(await node.ended).toBe(0);
    }
    expect(existsSync(untouched)).toBe(false);
  } finally {
    await given.close();
  }
});

test('START6 SAMPLE2 --demo prints who can sign in and keeps nothing: its folder is gone when it has stopped', async () => {
  const temporary = mkdtempSync(path.join(tmpdir(), 'rapporteur-demo-test-'));
  try {
    const untouched = path.join(temporary, 'untouched');
    const server = await start({ TMPDIR: temporary, DATA_DIR: untouched }, { args: ['--demo'] });
    const address = await server.ready;
    expect((await fetch(`${address}/api/health`)).status).toBe(200);
    expect(readdirSync(temporary)).toHaveLength(1);
    const account = /^JPN +Keiko Tanabe +coordinator +(\S+) +(\S+)$/m;
    await expect.poll(() => server.printed()).toMatch(account);
    const [, email, password] = account.exec(server.printed()) ?? [];
    const signIn = await fetch(`${address}/api/auth/sign-in/email`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Origin: address },
      body: JSON.stringify({ email, password }),
    });
    expect(signIn.status).toBe(200);
    server.interrupt();
    expect(await server.ended).toBe(0);
    expect(readdirSync(temporary)).toEqual([]);
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
});

describe('as an ordinary user', () => {
  const unable = whyNobodyCannotStart();
  if (unable !== null) console.log(`skipped: START1 as an unprivileged user: ${unable}`);

  test.skipIf(unable !== null)('START1 START2 starts, stops and finds its data', async () => {
    const home = mkdtempSync(path.join(tmpdir(), 'rapporteur-nobody-'));
    chownSync(home, nobody, nobody);
    const data = path.join(home, 'data');
    try {
      for (const name of ['first', 'second']) {
        const server = await start({ DATA_DIR: data }, { uid: nobody });
        const address = await server.ready;
        expect((await fetch(`${address}/api/health`)).status).toBe(200);
        expect(statSync(path.join(data, 'postgres')).uid).toBe(nobody);
        if (name === 'second')
          expect(await query(data, 'select name from workspace')).toEqual([{ name: 'first' }]);
        await query(data, `update workspace set name = '${name}'`);
        server.interrupt();
        expect(await server.ended).toBe(0);
      }
    } finally {
      rmSync(home, { recursive: true, force: true });
    }
  });
});

function postmasterPid(folder: string): number {
  return Number(readFileSync(path.join(folder, 'postgres/postmaster.pid'), 'utf8').split('\n')[0]);
}

/** Past the server, in the database that it keeps in this folder. */
async function query(folder: string, statement: string): Promise<unknown[]> {
  const port = Number(readFileSync(path.join(folder, 'postgres/postmaster.pid'), 'utf8').split('\n')[3]);
  const password = readFileSync(path.join(folder, 'postgres-password'), 'utf8');
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: 'rapporteur',
    password,
    database: 'rapporteur',
  });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}
