/**
 * `npm run soak -- --minutes 10 [--tabs 12] [--seed N]`: so many real browser tabs in one section, all but one of
 * which write all the time, and one more that reads the report. Prints what tabs and server take at the beginning,
 * in the middle and at the end, and the longest tasks of the two that only read. Ends with 1 when the tabs are not
 * equal in the end, when somebody was refused, or when the heap still grows in the second half.
 */
import { setPriority } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { textOf } from '../../domain/document/outline.ts';
import { launchChromium } from '../support/chromium.ts';
import { joinWorkspace, makeReport, setUp, startLive, until } from '../support/live.ts';
import { writeSection } from '../support/section-writer.ts';
import { seeded } from '../support/seeded.ts';
import { freePort } from '../support/server-process.ts';
import { waitForSaving, writeIn } from '../support/writing-page.ts';
import { inspectedOn, serverHeap } from './server-heap.ts';
import { Tab } from './tab.ts';
import { Typing } from './typing.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '10' },
    tabs: { type: 'string', default: '12' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const [minutes, count, seed] = [Number(values.minutes), Number(values.tabs), Number(values.seed)];
/** A heap counts as flat when it grows by less than this from the middle to the end. */
const FLAT = { share: 0.15, bytes: 4 * 1024 * 1024 };
const STATES = ['JPN', 'ROK', 'USA'];

const random = seeded(seed);
const mega = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MB`;
const port = await freePort();
const [server, readersBrowser] = await Promise.all([startLive({ env: inspectedOn(port) }), launchChromium()]);
// Whoever reads has a machine of their own, which a dozen writers do not slow down: here these step back.
setPriority(10);
const writersBrowser = await launchChromium();
const failures: string[] = [];
try {
  console.log(`Seed ${seed}: ${count} tabs in one section and one beside it, for ${minutes} minutes.`);
  const coordinator = await setUp(server);
  const place = await makeReport(coordinator);
  const people = [];
  for (let i = 0; i <= count; i += 1)
    people.push(
      await joinWorkspace(
        server,
        coordinator,
        STATES[i % STATES.length] ?? 'JPN',
        ['drafter'],
        `Person ${i}`,
      ),
    );
  const [first] = people;
  if (!first) throw new Error('there is nobody');
  await writeSection(
    server,
    first,
    place.sectionId,
    Array.from({ length: 40 }, (_, i) => ({
      type: 'paragraph',
      attrs: { id: `p${i}` },
      content: [
        { type: 'text', text: `Paragraph ${i}. ${'What was there before, in some words. '.repeat(6)}` },
      ],
    })),
  );

  const tabs: Tab[] = [];
  for (const [i, person] of people.entries()) {
    const isReader = i === 0 || i === count;
    const page = await (await person.window(isReader ? readersBrowser : writersBrowser)).newPage();
    if (i < count) await writeIn(page, server, place);
    else {
      await page.goto(`${server.url}/reports/${place.reportId}`);
      await page.getByText('Paragraph 39.').waitFor();
    }
    const name = i === 0 ? 'in the section, reading' : i === count ? 'reading the report' : `writer ${i}`;
    tabs.push(await Tab.open(name, person, page));
  }
  const inSection = tabs.slice(0, count);
  const watched = [...tabs.slice(0, 2), ...tabs.slice(count)];
  const readers = [...tabs.slice(0, 1), ...tabs.slice(count)];
  for (const tab of inSection) await waitForSaving(tab.page, /^Saved$/);
  for (const tab of readers) await tab.watchLongTasks();

  const heaps: Map<string, number>[] = [];
  const look = async (when: string) => {
    const heap = new Map([['server', await serverHeap(port)]]);
    const words = [`server ${mega(heap.get('server') ?? 0)}`];
    for (const tab of watched) {
      const { heapBytes, elements, listeners } = await tab.footprint();
      heap.set(tab.name, heapBytes);
      words.push(`${tab.name} ${mega(heapBytes)} (${elements} nodes, ${listeners} listeners)`);
    }
    heaps.push(heap);
    console.log(`${when}: ${words.join('; ')}`);
    await Promise.all(readers.map((tab) => tab.takeLongTasks())); // those of the look itself
  };

  const writing = inSection.slice(1).map((tab) => new Typing(tab.page, random.fork(tab.name)));
  const writeFor = async (ms: number) => {
    const over = new AbortController();
    const all = Promise.all(writing.map((typing) => typing.untilAborted(over.signal)));
    await Promise.race([delay(ms), all]);
    over.abort();
    await all;
    for (const tab of inSection) await waitForSaving(tab.page, /^Saved$/);
    for (const tab of readers) {
      const { longestMs, count: number, over200Ms } = await tab.takeLongTasks();
      console.log(
        `${tab.name}: longest task ${longestMs} ms, ${number} over 50 ms, ${over200Ms} over 200 ms`,
      );
    }
  };
  // The first words load what is loaded late, and fill caches.
  await writeFor(20_000);
  await look('beginning');
  await writeFor((minutes * 60_000) / 2);
  await look('middle');
  await writeFor((minutes * 60_000) / 2);
  await look('end');

  const committed = async () => {
    const { body } = await coordinator.call('GET', `/api/sections/${place.sectionId}/text`);
    return (body.document.content ?? []).map(textOf).filter(Boolean).length;
  };
  const areEqual = async () => {
    const shown = await Promise.all(inSection.map(async (tab) => (await tab.blocks()).join('\n')));
    return new Set(shown).size === 1;
  };
  await until(areEqual, 60_000).catch(() => failures.push('the tabs do not show the same'));
  const keys = writing.reduce((sum, typing) => sum + typing.keys, 0);
  console.log(`${keys} keys; ${await committed()} blocks with words in Postgres.`);
  const [, middle, end] = heaps;
  for (const [name, bytes] of end ?? []) {
    const before = middle?.get(name) ?? 0;
    if (bytes - before > before * FLAT.share + FLAT.bytes)
      failures.push(`the heap of ${name} grew from ${mega(before)} to ${mega(bytes)} in the second half`);
  }
  for (const tab of tabs)
    for (const error of new Set(tab.errors)) failures.push(`${tab.name} complained: ${error}`);
} finally {
  await Promise.all([readersBrowser.close(), writersBrowser.close()]);
  await server.stop();
}
console.log(failures.length === 0 ? 'Equal, and flat.' : failures.join('\n'));
process.exitCode = failures.length === 0 ? 0 : 1;
