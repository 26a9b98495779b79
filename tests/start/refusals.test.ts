import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePort, spawnServer } from '../support/server-process.ts';

const isRoot = process.getuid?.() === 0;
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'rapporteur-refusals-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Starts, expects one sentence and exit 1, and returns the sentence. */
async function refusal(env: Record<string, string>, options: { args?: string[]; uid?: number } = {}) {
  const server = spawnServer({ PORT: String(await freePort()), ...env }, options);
  expect(await server.ended).toBe(1);
  const lines = server.printed().trim().split('\n');
  expect(lines).toHaveLength(1);
  return lines[0] ?? '';
}

describe('START3 the server does not start, and says in one sentence why', () => {
  test('START3 when its port is in use, before it touches any data', async () => {
    const other = createServer((_request, response) => response.end('somebody else'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo; // a TCP server's address is never a string
    const dataDir = path.join(folder, 'untouched');

    expect(await refusal({ PORT: String(port), DATA_DIR: dataDir })).toBe(
      `Port ${port} on 127.0.0.1 is in use by another program: stop that one, or set PORT to another port.`,
    );
    expect(existsSync(dataDir)).toBe(false);
    expect(await (await fetch(`http://127.0.0.1:${port}`)).text()).toBe('somebody else');
    await new Promise((resolve) => other.close(resolve));
  });

  test('START3 when its data folder cannot be made', async () => {
    const file = path.join(folder, 'file');
    writeFileSync(file, 'not a folder');
    const sentence = await refusal({ DATA_DIR: path.join(file, 'data') });
    expect(sentence).toContain(`The data folder ${path.join(file, 'data')} cannot be written (ENOTDIR)`);
  });

  test('START3 when its data folder may not be written', async () => {
    const dataDir = mkdtempSync(path.join(tmpdir(), 'rapporteur-read-only-'));
    chmodSync(dataDir, 0o555);
    // Root may write everywhere, so there somebody else has to try.
    const options = isRoot ? { uid: 65534 } : {};
    try {
      expect(await refusal({ DATA_DIR: dataDir }, options)).toContain('cannot be written (EACCES)');
      expect(readdirSync(dataDir)).toEqual([]);
    } finally {
      rmSync(dataDir, { recursive: true, force: true });
    }
  });

  test('START3 when its data was written by another version of Postgres', async () => {
    const dataDir = path.join(folder, 'old');
    mkdirSync(path.join(dataDir, 'postgres'), { recursive: true });
    writeFileSync(path.join(dataDir, 'postgres/PG_VERSION'), '15\n');
    if (isRoot) chownSync(path.join(dataDir, 'postgres'), 65534, 65534);
    const sentence = await refusal({ DATA_DIR: dataDir });
    expect(sentence).toMatch(/was written by Postgres 15 and this Rapporteur brings Postgres 18/);
    expect(readdirSync(dataDir)).toEqual(['postgres']);
    expect(readdirSync(path.join(dataDir, 'postgres'))).toEqual(['PG_VERSION']);
  });

  test('START3 when DATABASE_URL cannot be reached, without showing its password', async () => {
    const port = await freePort();
    const sentence = await refusal({
      DATABASE_URL: `postgres://rapporteur:hunter2hunter2@127.0.0.1:${port}/reports`,
      AUTH_SECRET: 'x'.repeat(32),
    });
    expect(sentence).toMatch(`The database at 127.0.0.1:${port}/reports cannot be reached`);
    expect(sentence).toContain('ECONNREFUSED');
    expect(sentence).not.toContain('hunter2');
  });

  test('START3 when DATABASE_URL comes without a secret', async () => {
    const sentence = await refusal({ DATABASE_URL: 'postgres://rapporteur@127.0.0.1/reports' });
    expect(sentence).toMatch(/^AUTH_SECRET is needed with DATABASE_URL/);
  });

  test('START3 when settings are wrong, naming each and showing none', async () => {
    const sentence = await refusal({
      PORT: 'eighty',
      SMTP_URL: 'mail:hunter2',
      PUBLIC_URL: 'https://example.org/reports',
    });
    expect(sentence).toContain('PORT must be a whole number from 0 to 65535');
    expect(sentence).toContain('SMTP_URL must be like smtp://');
    expect(sentence).toContain('PUBLIC_URL must have no path');
    expect(sentence).not.toContain('hunter2');
  });

  test('START3 when it is given an argument that it does not know', async () => {
    expect(await refusal({ DATA_DIR: folder }, { args: ['--dmeo'] })).toContain('does not know --dmeo');
  });
});
