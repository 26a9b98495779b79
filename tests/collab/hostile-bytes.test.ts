import { afterAll, beforeAll, expect, test } from 'vitest';
import type * as Y from 'yjs';
import { loadDoc } from '../../db/text/load.ts';
import { canonicalText } from '../../domain/document/canonical.ts';
import { findFault } from '../../domain/document/check.ts';
import { checkedDocument, documentOf } from '../../domain/document/ydoc.ts';
import { CLOSE } from '../../domain/protocol.ts';
import { type StormReport, stormBytes } from '../support/hostile/byte-storm.ts';
import { storedEvidence } from '../support/hostile/evidence.ts';
import { openScene, type Scene } from '../support/hostile/scene.ts';
import { until } from '../support/live.ts';

/** How long the storm lasts. A minute of it, by hand: `STORM_SECONDS=60 npm test -- tests/collab/hostile-bytes.test.ts`. */
const STORM_SECONDS = Number(process.env.STORM_SECONDS ?? 5);
const SEED = Number(process.env.STORM_SEED ?? 1);
/** How a socket ends that its own client has dropped. */
const LEFT = '1006';
const DOCUMENTED = [CLOSE.malformed, CLOSE.refused, CLOSE.tooLarge, CLOSE.tooMany].map(String);
/** From this level on a line of the log is an error that nobody foresaw. */
const ERROR_LEVEL = 50;

let scene: Scene;

beforeAll(async () => {
  scene = await openScene();
});
afterAll(() => scene.close());

test('GATE6 GATE2 a storm of random bytes leaves a text that fits, equal for all, and nothing else', {
  timeout: STORM_SECONDS * 1000 + 90_000,
}, async () => {
  const { url, sectionId, people, pairs } = scene;
  let isOver = false;
  const [storms, keysAwaited] = await Promise.all([
    Promise.all(
      [people.writer, people.reader].map((userId, i) =>
        stormBytes({ url, sectionId, userId }, SEED + i, STORM_SECONDS * 1000),
      ),
    ).finally(() => {
      isOver = true;
    }),
    keysUntil(() => isOver),
  ]);
  await scene.nextKeys();
  const claims = { writer: await claimsOf(people.writer), reader: await claimsOf(people.reader) };
  console.log(JSON.stringify({ seed: SEED, storms, keysAwaited, claims, refusals: await scene.refusals() }));
  expect(keysAwaited).toBeGreaterThan(STORM_SECONDS);
  await expectEndings(storms);
  // Some of what the writer sent was in order, and nothing that the reader did.
  expect(claims.writer).toBeGreaterThan(0);
  expect(claims.reader).toBe(0);

  await pairs.here.stop();
  const { reader, writer } = pairs.here;
  // What a socket sent at its end may still be under way.
  await until(async () => {
    const stored = documentOf((await loadDoc(scene.database.db, sectionId)).ydoc);
    expect(() => checkedDocument(stored)).not.toThrow();
    expect(stored.content?.map(findFault).find(Boolean)).toBeUndefined();
    return [reader, writer].every(({ ydoc }) => textIn(ydoc) === canonicalText(stored));
  });
  pairs.here.start();

  const { oddities } = await storedEvidence(scene.database.db, sectionId);
  expect(oddities).toEqual([]);
  const errors = scene.lines.filter((line) => Number(/"level":(\d+)/.exec(line)?.[1]) >= ERROR_LEVEL);
  expect(errors).toEqual([]);
});

const textIn = (ydoc: Y.Doc) => canonicalText(documentOf(ydoc));

/** Under how many client ids something of theirs was accepted. */
async function claimsOf(userId: string): Promise<number> {
  const claims = scene.database.db.selectFrom('sectionClient').where('userId', '=', userId);
  return (await claims.select('clientId').execute()).length;
}

/** Waits for one key after the other in both sections, and returns how often. Each has to arrive, or it throws. */
async function keysUntil(isOver: () => boolean): Promise<number> {
  let awaited = 0;
  for (; !isOver(); awaited += 1) await scene.nextKeys();
  return awaited;
}

/** The sockets ended as documented, each that the server closed was counted once, and none was lost. */
async function expectEndings(storms: StormReport[]): Promise<void> {
  for (const { closes } of storms) {
    expect([...DOCUMENTED, LEFT]).toEqual(expect.arrayContaining(Object.keys(closes)));
    // Only the last one is left by its client.
    expect(closes[Number(LEFT)] ?? 0).toBeLessThanOrEqual(1);
  }
  const byServer = storms
    .flatMap(({ closes }) => Object.entries(closes))
    .reduce((sum, [code, count]) => (code === LEFT ? sum : sum + count), 0);
  const { awareness: _stayed, ...closed } = await scene.refusals();
  expect(Object.values(closed).reduce((sum, count) => sum + count, 0)).toBe(byServer);
  expect(byServer).toBeGreaterThan(20);
}
