import { sql } from 'kysely';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadDoc } from '../../db/text/load.ts';
import { textOf } from '../../domain/document/outline.ts';
import { documentOf } from '../../domain/document/ydoc.ts';
import { BusyWriter } from '../support/busy-writer.ts';
import { launchChromium } from '../support/chromium.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import {
  joinWorkspace,
  type LivePerson,
  type LiveServer,
  makeReport,
  setUp,
  startLive,
  until,
} from '../support/live.ts';
import { seeded } from '../support/seeded.ts';
import {
  goOffline,
  openForWriting,
  type Place,
  shownText,
  typeAtEnd,
  waitForSaving,
} from '../support/writing-page.ts';

/** How often Postgres is asked. `npm run saved` asks more often. */
const TIMES = Number(process.env.SAVED_TIMES ?? 60);
const SEED = Number(process.env.SAVED_SEED ?? 7);

let database: TestDatabase;
let server: LiveServer;
let browser: Browser;
let coordinator: LivePerson;
let writers: BusyWriter[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  const env = { DATABASE_URL: database.url, AUTH_SECRET: 'a secret of tests that is long enough' };
  [server, browser] = await Promise.all([startLive({ env }), launchChromium()]);
  coordinator = await setUp(server);
});
afterAll(async () => {
  for (const writer of writers) writer.leave();
  await browser.close();
  await server.stop();
  await database.close();
});

/** One look at Postgres: what the person had typed when the screen said that it is saved, and what was there. */
type Look = { shown: string; committed: string };

/** What is committed, a line a block: Postgres itself says it, and not the server. */
async function committedLines(sectionId: string): Promise<string[]> {
  const { ydoc } = await loadDoc(database.db, sectionId);
  return (documentOf(ydoc).content ?? []).map(textOf);
}

const firstParagraph = async (sectionId: string) => (await committedLines(sectionId))[0] ?? '';

/** Looks into Postgres for each frame of the screen that shows another text and says "Saved". */
async function lookWhenSaved(page: Page, sectionId: string): Promise<Look[]> {
  const looks: Look[] = [];
  await page.exposeFunction('tellSaved', async (shown: string) => {
    looks.push({ shown, committed: await firstParagraph(sectionId) });
  });
  await page.evaluate(() => {
    let told = '';
    const look = () => {
      requestAnimationFrame(look);
      const paragraph = document.querySelector('.ProseMirror > p');
      if (!document.querySelector('[data-saving=saved]') || !paragraph) return;
      const copy = paragraph.cloneNode(true) as Element; // a clone is of its original's kind
      for (const caret of copy.querySelectorAll('.ProseMirror-widget')) caret.remove();
      if (copy.textContent === told) return;
      told = copy.textContent;
      // exposeFunction has put it there.
      (window as unknown as { tellSaved(text: string): void }).tellSaved(told);
    };
    look();
  });
  return looks;
}

/** Keeps Postgres from committing anything to the section, as a slow disk would, until the answer is called. */
async function holdCommits({ sectionId }: Place): Promise<() => Promise<void>> {
  const { log } = await database.db
    .selectFrom('sectionDoc')
    .where('sectionId', '=', sectionId)
    .select('log')
    .executeTakeFirstOrThrow();
  const held = await database.db.startTransaction().execute();
  await held.executeQuery(sql`select lock_logs(array[${log}]::integer[])`.compile(held));
  return async () => void (await held.rollback().execute());
}

test(`SYNC3 whenever the screen says "Saved", Postgres has every letter: asked ${TIMES} times, while others write`, {
  timeout: 60_000 + TIMES * 2_000,
}, async () => {
  const random = seeded(SEED);
  const place = await makeReport(coordinator);
  const people = [
    await joinWorkspace(server, coordinator, 'ROK', ['drafter'], 'Minjun Park'),
    await joinWorkspace(server, coordinator, 'USA', ['drafter'], 'Grace Lee'),
  ];
  const author = await joinWorkspace(server, coordinator, 'JPN', ['drafter'], 'Hana Sato');
  const page = await openForWriting(server, browser, author, place);
  await typeAtEnd(page, 'Mine: ');
  await waitForSaving(page, /^Saved$/);
  writers = [0, 1, 2, 3, 4, 5].map(
    (i) =>
      new BusyWriter(server, random.pick(people), place.sectionId, {
        random: random.fork(`writer ${i}`),
        keysPerSecond: 8,
      }),
  );
  await until(() => writers.every(({ keys }) => keys > 0));

  const looks = await lookWhenSaved(page, place.sectionId);
  // Every text that the paragraph has had, each once: a committed one is as new as the shown one, or newer.
  const states = ['Mine: '];
  const press = async (key: string) => {
    states.push(states.at(-1) + key);
    await page.keyboard.type(key);
  };
  const word = async (mark: string) => {
    for (const letter of `${mark} `) await press(letter);
  };
  /** Puts other letters in the place of the last two: a deletion has to be saved too. */
  const correct = async (mark: string) => {
    await page.keyboard.press('Shift+ArrowLeft');
    await page.keyboard.press('Shift+ArrowLeft');
    states.push(`${(states.at(-1) ?? '').slice(0, -2)}${mark}`);
    await page.keyboard.insertText(mark);
  };
  const lies = () =>
    looks.filter(
      ({ shown, committed }) =>
        !states.includes(shown) || states.lastIndexOf(committed) < states.lastIndexOf(shown),
    );
  const isSaved = () =>
    until(() => {
      expect(lies()).toEqual([]);
      return looks.some(({ shown }) => shown === states.at(-1));
    });

  for (let round = 0; looks.length < TIMES; round += 1) {
    if (round % 20 === 15) {
      await goOffline(page);
      await waitForSaving(page, 'Offline: all is saved so far');
      await word(`o${round}`);
      await waitForSaving(page, 'Offline: kept on this device');
      await page.context().setOffline(false);
    } else if (round % 3 === 1) {
      const release = await holdCommits(place);
      await word(`h${round}`);
      await waitForSaving(page, 'Saving…');
      await correct(`<${round}>`);
      expect(await firstParagraph(place.sectionId)).not.toContain(`h${round} `);
      await waitForSaving(page, 'Saving…');
      await release();
    } else {
      await word(`w${round}`);
      if (random.chance(0.5)) await correct(`<${round}>`);
    }
    await isSaved();
  }
  expect(new Set(looks.map(({ shown }) => shown)).size).toBeGreaterThan(TIMES / 4);

  for (const writer of writers) writer.pause();
  await until(async () => (await shownText(page)) === (await committedLines(place.sectionId)).join('\n'));
  console.log(
    `Asked Postgres ${looks.length} times when the screen said "Saved", over ${states.length} keys of one and ` +
      `${writers.reduce((sum, { keys }) => sum + keys, 0)} of six others: ${lies().length} times it was not so.`,
  );
});
