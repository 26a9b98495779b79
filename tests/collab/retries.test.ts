import pg from 'pg';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import { until } from '../support/live.ts';
import { addSection, makeSection, type SectionFixture } from '../support/section.ts';
import { type StillNode, type StillWriter, startStillNode } from '../support/still-node.ts';

let database: TestDatabase;
let fixture: SectionFixture;
let userId: string;
let places = 0;

beforeAll(async () => {
  database = await freshDatabase();
  fixture = await makeSection(database.db);
  userId = await fixture.person('JPN', ['drafter']);
});
afterAll(() => database.close());

/** A node, and somebody in a new section of each of these names, who has written there. */
async function writers<Name extends string>(...names: Name[]) {
  const node = startStillNode(database);
  onTestFinished(() => node.close());
  const sections = new Map<Name, string>();
  const all = new Map<Name, StillWriter>();
  for (const name of names) {
    places += 1;
    const id = await addSection(database.db, { ...fixture, author: userId }, places);
    sections.set(name, id);
    all.set(name, await node.enter(name, { id, reportId: fixture.reportId }, userId));
  }
  const type = (...those: Name[]) => {
    for (const name of those) all.get(name)?.type(`${name} types. `);
  };
  /** `name` types, and that is committed without the clock. */
  const getsThrough = async (name: Name) => {
    const before = node.tries.length;
    type(name);
    await until(() => node.tries.slice(before).includes(`${name}: taken`));
  };
  for (const name of names) await getsThrough(name);
  node.tries.length = 0;
  return { node, sections, type, getsThrough };
}

/** Waits for the end of so many tries, and until nothing follows without the clock. */
async function triesOf(node: StillNode, count: number): Promise<string[]> {
  await until(() => node.tries.length >= count);
  await node.pass(0);
  return node.tries.splice(0);
}

/** Has Postgres refuse every edit of these sections, with an error of the class `code`; returns what ends that. */
async function refuse(sectionIds: (string | undefined)[], code = 'P0001'): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  const { rows } = await client.query('select log from section_doc where section_id = any($1::uuid[])', [
    sectionIds,
  ]);
  await client.query(
    `create or replace function refuse() returns trigger language plpgsql as $$
       begin raise exception 'no' using errcode = '${code}'; end $$`,
  );
  await client.query(`create trigger refuse before insert on section_update for each row
    when (new.log in (${rows.map(({ log }) => log).join()})) execute function refuse()`);
  const end = async () => {
    await client.query('drop trigger if exists refuse on section_update');
  };
  onTestFinished(async () => {
    await end();
    await client.end();
  });
  return end;
}

/** Holds the log of a section, as whoever decides on its text does; returns what lets it go. */
async function hold(sectionId: string | undefined): Promise<() => Promise<void>> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query('begin');
  await client.query('select lock_logs(array(select log from section_doc where section_id = $1))', [
    sectionId,
  ]);
  return () => client.end();
}

const times = <T>(count: number, one: T): T[] => Array.from({ length: count }, () => one);

test('FAIL4 a section that cannot be written is in nobody else’s commit, and nobody waits for it', async () => {
  const { node, sections, type, getsThrough } = await writers('bad', 'good');
  const end = await refuse([sections.get('bad')]);
  type('bad');
  expect(await triesOf(node, 1)).toEqual(['bad: failed']);
  // The clock stands still: nothing of this is after a pause.
  for (let i = 0; i < 20; i += 1) await getsThrough('good');
  expect(await triesOf(node, 20)).toEqual(times(20, 'good: taken'));
  expect(node.takesEdits()).toBe(true);

  // It is tried by its own clock, also while nobody else writes, and that says nothing of the database.
  for (const ms of [50, 200, 1000, 2000, 2000]) {
    await node.pass(ms);
    expect(await triesOf(node, 1)).toEqual(['bad: failed']);
  }
  expect(node.takesEdits()).toBe(true);

  await end();
  type('bad', 'good');
  expect(await triesOf(node, 1)).toEqual(['good: taken']);
  await node.pass(2000);
  expect(await triesOf(node, 1)).toEqual(['bad: taken']);
  type('bad', 'good');
  expect(await triesOf(node, 1)).toEqual(['bad good: taken']);
});

test.each([
  ['apart', ['a', 'b', 'bad', 'c', 'd', 'e', 'worse']],
  ['first', ['bad', 'worse', 'a', 'b', 'c', 'd', 'e']],
  ['last', ['a', 'b', 'c', 'd', 'e', 'bad', 'worse']],
])(
  'FAIL4 of sections that fail together the ones that cannot be written are found, and the others are committed, without a pause: %s',
  async (_where, names) => {
    const { node, sections, type, getsThrough } = await writers('free', ...names);
    await refuse([sections.get('bad'), sections.get('worse')]);
    type(...names);
    // The clock stands still until each of the others is through, and each of these has failed alone.
    const ends = ['a', 'b', 'c', 'd', 'e'].map((name) => [name, 'taken']);
    const wanted = [...ends, ['bad', 'failed'], ['worse', 'failed']];
    const isOver = ([name, how]: string[]) =>
      node.tries.some((one) => {
        const [those = '', result] = one.split(': ');
        return result === how && (how === 'taken' ? those.split(' ').includes(String(name)) : those === name);
      });
    await until(() => wanted.every(isOver));
    expect(node.takesEdits()).toBe(true);
    expect(node.tries.length).toBeLessThanOrEqual(10);
    await triesOf(node, 0);
    // And then they are in no commit of others.
    for (let i = 0; i < 10; i += 1) await getsThrough('free');
    expect(await triesOf(node, 10)).toEqual(times(10, 'free: taken'));
    type(...names);
    expect(await triesOf(node, 1)).toEqual(['a b c d e: taken']);
  },
);

test('FAIL3 OPS3 a database that takes nothing is asked by one section at a time, ever more rarely, and takes all that waited as soon as it takes something', async () => {
  const names = ['a', 'b', 'c'] as const;
  const { node, sections, type } = await writers(...names);
  const end = await refuse(
    names.map((name) => sections.get(name)),
    '53100',
  );
  type(...names);
  expect(await triesOf(node, 1)).toEqual(['a b c: failed']);
  expect(node.takesEdits()).toBe(false);
  await node.pass(49);
  expect(node.tries).toEqual([]);
  for (const [ms, name] of [
    [1, 'a'],
    [200, 'b'],
    [1000, 'c'],
    [2000, 'a'],
    [2000, 'b'],
  ] as const) {
    await node.pass(ms);
    expect(await triesOf(node, 1)).toEqual([`${name}: failed`]);
  }
  await end();
  await node.pass(2000);
  expect(await triesOf(node, 2)).toEqual(['c: taken', 'a b: taken']);
  expect(node.takesEdits()).toBe(true);
});

test('FAIL4 a log that is held is asked for by its own clock, and not with each commit of others', async () => {
  const { node, sections, type, getsThrough } = await writers('held', 'free');
  const release = await hold(sections.get('held'));
  type('held', 'free');
  expect(await triesOf(node, 1)).toEqual(['free held: 1 taken']);
  for (let i = 0; i < 20; i += 1) await getsThrough('free');
  expect(await triesOf(node, 20)).toEqual(times(20, 'free: taken'));
  for (const ms of [5, 10, 20, 40, 80, 100, 100]) {
    await node.pass(ms - 1);
    expect(node.tries).toEqual([]);
    await node.pass(1);
    expect(await triesOf(node, 1)).toEqual(['held: 0 taken']);
  }
  await release();
  await node.pass(100);
  expect(await triesOf(node, 1)).toEqual(['held: taken']);
});
