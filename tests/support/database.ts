import { randomBytes } from 'node:crypto';
import { inject } from 'vitest';
import { connect, connectDirectly, type Db, type Direct } from '../../db/connect.ts';
import { databaseUrl, execute } from './global-setup.ts';

/** A database that belongs to one test file. */
export type TestDatabase = {
  db: Db;
  /** For what commits edits. */
  writing: Direct;
  /** For a second connection, or for a server started by the test. */
  url: string;
  /** Closes `db` and drops the database. What is forgotten is dropped at the end of the run. */
  close(): Promise<void>;
};

/** Copies the migrated template on the run's Postgres: a real database in some 50 ms, shared with nobody. */
export async function freshDatabase(): Promise<TestDatabase> {
  return makeDatabase(inject('testServer').template);
}

/** One that has no tables yet, on the same Postgres: for what migrates it. */
export async function bareDatabase(): Promise<TestDatabase> {
  return makeDatabase('template0');
}

async function makeDatabase(copied: string): Promise<TestDatabase> {
  const { url: server, template } = inject('testServer');
  const name = `${template}_${randomBytes(6).toString('hex')}`;
  await execute(server, `create database ${name} template ${copied}`);
  const url = databaseUrl(server, name);
  const db = connect(url);
  const writing = connectDirectly(url);
  return {
    db,
    writing,
    url,
    async close() {
      await Promise.all([db.destroy(), writing.destroy()]);
      await execute(server, `drop database if exists ${name} with (force)`);
    },
  };
}
