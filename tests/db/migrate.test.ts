import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { migrate } from '../../db/migrate.ts';
import { bareDatabase, freshDatabase, type TestDatabase } from '../support/database.ts';

describe('migrations', () => {
  let migrated: TestDatabase;
  let bare: TestDatabase;
  beforeAll(async () => {
    [migrated, bare] = await Promise.all([freshDatabase(), bareDatabase()]);
  });
  afterAll(async () => {
    await migrated.close();
    await bare.close();
  });

  test('START1 several nodes that start at once on an empty database migrate it once', async () => {
    const ran = await Promise.all([migrate(bare.url), migrate(bare.url), migrate(bare.url)]);
    expect(ran.filter((names) => names.length > 0)).toHaveLength(1);
    expect(await bare.db.selectFrom('workspace').select('name').execute()).toHaveLength(1);
  });

  test('START1 a migrated database is left as it is', async () => {
    expect(await migrate(migrated.url)).toEqual([]);
  });
});
