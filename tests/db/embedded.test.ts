import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { processBorn } from '../../db/data-lock.ts';
import { type EmbeddedPostgres, startEmbedded } from '../../db/embedded.ts';

const root = path.join(import.meta.dirname, '../..');

/** One folder for all: making a database takes seconds, and each test leaves it stopped. */
let dataDir: string;
const running: EmbeddedPostgres[] = [];
const owners: ChildProcess[] = [];

beforeAll(() => {
  dataDir = mkdtempSync(path.join(tmpdir(), 'rapporteur-embedded-'));
});
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

afterEach(async () => {
  for (const owner of owners.splice(0)) await kill(owner);
  for (const postgres of running.splice(0)) await postgres.stop();
  if (postmasterPid() !== null) await (await startEmbedded(dataDir)).stop(); // a killed owner's, if the test failed
});

describe('the embedded database', () => {
  test('START2 finds its data after a stop and a start', async () => {
    const first = await start();
    await query(first.url, 'create table stopped (word text)');
    await query(first.url, "insert into stopped values ('survivor')");
    await first.stop();
    expect(postmasterPid()).toBeNull();

    const second = await start();
    expect(await query(second.url, 'select word from stopped')).toEqual([{ word: 'survivor' }]);
  });

  test('START2 finds what was committed before its owner was killed, whose Postgres still runs', async () => {
    const { owner, url } = await startOwner();
    await query(url, 'create table killed (word text)');
    await query(url, "insert into killed values ('survivor')");
    const orphan = postmasterPid();
    await kill(owner);
    expect(await query(url, 'select word from killed')).toHaveLength(1); // it does still run

    const next = await start();
    expect(await query(next.url, 'select word from killed')).toEqual([{ word: 'survivor' }]);
    expect(postmasterPid()).not.toBe(orphan);
    expect(processBorn(orphan ?? 0)).toBeNull();
  });

  test('START2 starts after a power cut although its old process number belongs to another program', async () => {
    const first = await start();
    await query(first.url, 'create table cut (word text)');
    await first.stop();
    // As a power cut leaves it: nothing runs, the file is there, and its number is somebody else's by now.
    const pidFile = path.join(dataDir, 'postgres/postmaster.pid');
    writeFileSync(
      pidFile,
      `${process.pid}\n${path.join(dataDir, 'postgres')}\n1\n1\n\n127.0.0.1\n  1  1\nready   \n`,
    );

    const next = await start();
    expect(await query(next.url, 'select * from cut')).toEqual([]);
  });

  test('START3 is refused to a second server on the same data, and the first goes on', async () => {
    const { owner, url } = await startOwner();
    await expect(startEmbedded(dataDir)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining(`already in use by another Rapporteur (pid ${owner.pid})`),
    });
    expect(await query(url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  test('START3 lets exactly one of several servers take over the data of a dead one', async () => {
    await (await start()).stop();
    writeFileSync(
      path.join(dataDir, 'rapporteur.lock'),
      JSON.stringify({ pid: process.pid, born: 'long ago' }),
    );
    const outcomes = await Promise.allSettled([startOwner(), startOwner(), startOwner()]);
    const winners = outcomes.filter((outcome) => outcome.status === 'fulfilled');
    expect(winners).toHaveLength(1);
    expect(await query(winners[0]?.value.url ?? '', 'select 1 as one')).toEqual([{ one: 1 }]);
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect(String(outcome.reason)).toContain('already in use');
  });

  test('START3 is refused on the data of another Postgres version, which stays as it was', async () => {
    await (await start()).stop();
    const version = path.join(dataDir, 'postgres/PG_VERSION');
    writeFileSync(version, '15\n');
    const control = readFileSync(path.join(dataDir, 'postgres/global/pg_control'));
    onTestFinished(() => writeFileSync(version, '18\n'));

    await expect(startEmbedded(dataDir)).rejects.toThrow(
      /was written by Postgres 15 and this Rapporteur brings Postgres 18/,
    );
    expect(readFileSync(path.join(dataDir, 'postgres/global/pg_control'))).toEqual(control);
    expect(postmasterPid()).toBeNull();
    expect(existsSync(path.join(dataDir, 'rapporteur.lock'))).toBe(false);
  });

  test('START3 is refused on a folder that holds something else', async () => {
    const folder = emptyFolder();
    const photo = path.join(folder, 'postgres/holiday.jpg');
    mkdirSync(path.dirname(photo));
    writeFileSync(photo, 'mine');
    await expect(startEmbedded(folder)).rejects.toThrow(/is not a Postgres data folder/);
    expect(readFileSync(photo, 'utf8')).toBe('mine');
  });

  test('START3 begins again after an initialisation that was cut short', async () => {
    const folder = emptyFolder();
    const halfDone = path.join(folder, 'postgres.new-cut');
    mkdirSync(path.join(halfDone, 'cluster'), { recursive: true });
    writeFileSync(path.join(halfDone, 'cluster/PG_VERSION'), '18\n');
    const postgres = await start(folder);
    expect(await query(postgres.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    expect(existsSync(halfDone)).toBe(false);
    await postgres.stop(); // before its folder goes
  });

  test('START5 keeps its password and its data to its own account, and asks everybody for the password', async () => {
    const postgres = await start();
    expect(statSync(path.join(dataDir, 'postgres-password')).mode & 0o777).toBe(0o600);
    expect(statSync(path.join(dataDir, 'postgres')).mode & 0o777).toBe(0o700);
    expect(await query(postgres.url, 'show listen_addresses')).toEqual([{ listen_addresses: '127.0.0.1' }]);
    const wrong = new URL(postgres.url);
    wrong.password = 'guessed';
    await expect(query(wrong.href, 'select 1')).rejects.toThrow(/password authentication failed/);
    if (process.getuid?.() === 0) expect(statSync(path.join(dataDir, 'postgres')).uid).not.toBe(0);
  });

  test('START5 loses nothing to a crash of the machine: it waits for the disk', async () => {
    const postgres = await start();
    expect(await query(postgres.url, 'show fsync')).toEqual([{ fsync: 'on' }]);
    expect(await query(postgres.url, 'show synchronous_commit')).toEqual([{ synchronous_commit: 'on' }]);
  });
});

function emptyFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'rapporteur-embedded-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function start(folder = dataDir): Promise<EmbeddedPostgres> {
  const postgres = await startEmbedded(folder);
  running.push(postgres);
  return postgres;
}

/** A process of its own that holds the folder, and so can be killed. */
function startOwner(): Promise<{ owner: ChildProcess; url: string }> {
  const script = `
    import { startEmbedded } from ${JSON.stringify(path.join(root, 'db/embedded.ts'))};
    try {
      console.log((await startEmbedded(${JSON.stringify(dataDir)})).url);
      setInterval(() => undefined, 60_000);
    } catch (error) { console.error(error.message); process.exit(1); }`;
  const owner = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  owners.push(owner);
  return new Promise((resolve, reject) => {
    owner.stdout?.once('data', (chunk: Buffer) => resolve({ owner, url: chunk.toString().trim() }));
    owner.stderr?.once('data', (chunk: Buffer) => reject(new Error(chunk.toString().trim())));
    owner.once('exit', (code) => reject(new Error(`ended with ${code}`)));
  });
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}

function postmasterPid(): number | null {
  const file = path.join(dataDir, 'postgres/postmaster.pid');
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : null;
}

async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}
