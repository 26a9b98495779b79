import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from '../../db/embedded.ts';
import { migrate } from '../../db/migrate.ts';

/** Where the test databases live: a server, and the name of the migrated database that each is copied from. */
export type TestServer = { url: string; template: string };

declare module 'vitest' {
  interface ProvidedContext {
    testServer: TestServer;
  }
}

/**
 * One Postgres for a whole run: `TEST_DATABASE_URL`, whose user must be allowed to create databases, or an
 * embedded one on a folder that is deleted afterwards. Everything this run made is dropped at its end.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startServer();
  const template = `rapporteur_test_${randomBytes(4).toString('hex')}`;
  await execute(server.url, `create database ${template}`);
  await migrate(databaseUrl(server.url, template));
  project.provide('testServer', { url: server.url, template });
  return async () => {
    await dropDatabases(server.url, template);
    await server.stop();
  };
}

async function startServer(): Promise<{ url: string; stop(): Promise<void> }> {
  const given = process.env.TEST_DATABASE_URL;
  if (given !== undefined && given !== '') return { url: given, stop: async () => undefined };
  const dataDir = mkdtempSync(path.join(tmpdir(), 'rapporteur-test-'));
  // The folder is thrown away, so nothing is gained by waiting for the disk; many files share the server.
  const server = await startEmbedded(dataDir, { fsync: 'off', max_connections: 200 });
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** The same server, another database. */
export function databaseUrl(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

async function dropDatabases(url: string, template: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  const { rows } = await client.query<{ datname: string }>(
    'select datname from pg_database where starts_with(datname, $1)',
    [template],
  );
  for (const { datname } of rows)
    await client.query(`drop database if exists ${client.escapeIdentifier(datname)} with (force)`);
  await client.end();
}

/** Runs one statement on a connection of its own, outside any transaction. */
export async function execute(url: string, statement: string): Promise<void> {
  const client = new pg.Client(url);
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
