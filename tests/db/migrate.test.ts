import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect } from '../../db/connect.ts';
import { migrate } from '../../db/migrate.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { databaseUrl, execute } from '../support/global-setup.ts';

describe('migrations', () => {
  let given: TestDatabase;
  let empty: string;
  beforeAll(async () => {
    given = await freshDatabase();
    const name = `${new URL(given.url).pathname.slice(1)}_empty`;
    await execute(given.url, `create database ${name}`);
    empty = databaseUrl(given.url, name);
  });
  afterAll(() => given.close());

  test('START1 several nodes that start at once on an empty database migrate it once', async () => {
    const ran = await Promise.all([migrate(empty), migrate(empty), migrate(empty)]);
    expect(ran.filter((names) => names.length > 0)).toHaveLength(1);
    const db = connect(empty);
    expect(await db.selectFrom('workspace').select('name').execute()).toHaveLength(1);
    await db.destroy();
  });

  test('START1 a migrated database is left as it is', async () => {
    expect(await migrate(given.url)).toEqual([]);
  });
});
