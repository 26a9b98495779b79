import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadDoc } from '../../db/text/load.ts';
import { textOf } from '../../domain/document/outline.ts';
import { documentOf } from '../../domain/document/ydoc.ts';
import { type CollabServer, join, startCollab } from '../support/collab.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { until } from '../support/live.ts';
import { contextOn, makeSection, type SectionFixture } from '../support/section.ts';

let database: TestDatabase;
let server: CollabServer;
let fixture: SectionFixture;

beforeAll(async () => {
  database = await freshDatabase();
  fixture = await makeSection(database.db);
  server = await startCollab(contextOn(database));
});
afterAll(async () => {
  await server.stop();
  await database.close();
});

// Found by a chaos run: the update of the second word comes before the answer that brings the first.
test('SYNC4 SYNC6 what is typed in the moment of reconnecting, on top of what was typed offline, is taken', async () => {
  const client = join(server.url, fixture.sectionId, await fixture.person('JPN', ['drafter']));
  try {
    await client.synced();
    client.text.insert(0, 'online ');
    await until(() => client.saved > 0);

    client.provider.disconnect();
    client.text.insert(client.text.length, 'offline ');
    const typeAtOnce = ({ status }: { status: string }) => {
      if (status !== 'connected') return;
      client.provider.off('status', typeAtOnce);
      client.text.insert(client.text.length, 'and at once');
    };
    client.provider.on('status', typeAtOnce);
    client.provider.connect();

    await until(async () => {
      expect(client.closes.filter(({ code }) => code >= 4400)).toEqual([]);
      const { ydoc } = await loadDoc(database.db, fixture.sectionId);
      return textOf(documentOf(ydoc)) === 'online offline and at once';
    });
  } finally {
    client.destroy();
  }
});
