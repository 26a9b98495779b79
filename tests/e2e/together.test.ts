import * as encoding from 'lib0/encoding';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { writeUpdate } from 'y-protocols/sync';
import * as Y from 'yjs';
import { BODY, SCHEMA_VERSION } from '../../domain/document/schema.ts';
import { CLOSE, MESSAGE } from '../../domain/protocol.ts';
import { launchChromium } from '../support/chromium.ts';
import {
  joinWorkspace,
  type LivePerson,
  type LiveServer,
  makeReport,
  setUp,
  startLive,
  until,
} from '../support/live.ts';
import { committedText, goOffline, openForWriting, shownText } from '../support/writing-page.ts';

let server: LiveServer;
let browser: Browser;
let coordinator: LivePerson;
let people: { japan: LivePerson; korea: LivePerson; america: LivePerson; zealand: LivePerson };

beforeAll(async () => {
  [server, browser] = await Promise.all([startLive(), launchChromium()]);
  coordinator = await setUp(server);
  people = {
    japan: await joinWorkspace(server, coordinator, 'JPN', ['drafter'], 'Hana Sato'),
    korea: await joinWorkspace(server, coordinator, 'ROK', ['drafter'], 'Minjun Park'),
    america: await joinWorkspace(server, coordinator, 'USA', ['drafter'], 'Grace Lee'),
    zealand: await joinWorkspace(server, coordinator, 'NZL', ['drafter'], 'Aroha Ngata'),
  };
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

const write = (person: LivePerson, reportId: string, sectionId: string) =>
  openForWriting(server, browser, person, { reportId, sectionId });
const committed = (sectionId: string) => committedText(coordinator, sectionId);

test('SYNC1 SYNC3 SYNC4 three delegations write at once, one of them cut off for ten seconds', async () => {
  const { reportId, sectionId } = await makeReport(coordinator);
  const pages = [
    await write(people.japan, reportId, sectionId),
    await write(people.korea, reportId, sectionId),
    await write(people.america, reportId, sectionId),
  ];
  const [japan, korea, america] = pages as [Page, Page, Page]; // three were opened
  await japan.locator('.ProseMirror').click();
  await japan.keyboard.type('Begun by Japan.');
  await until(async () => (await shownText(america)).includes('Begun by Japan.'));

  const words = (code: string) => Array.from({ length: 12 }, (_, i) => `${code}${i}`);
  const typing = async (page: Page, code: string) => {
    await page.locator('.ProseMirror').click();
    await page.keyboard.press('Control+End');
    await page.keyboard.press('Enter');
    for (const word of words(code)) await page.keyboard.type(`${word} `, { delay: 30 });
  };
  const cut = Date.now();
  await goOffline(america);
  await Promise.all([typing(japan, 'jpn'), typing(korea, 'rok'), typing(america, 'usa')]);
  await america
    .getByText(/offline/i)
    .first()
    .waitFor();
  expect(await committed(sectionId)).not.toContain('usa0');
  await until(() => Date.now() - cut > 10_000);
  await america.context().setOffline(false);

  const everything = [...words('jpn'), ...words('rok'), ...words('usa')];
  await until(async () => {
    const text = await committed(sectionId);
    return everything.every((word) => text.includes(word));
  }, 40_000);
  for (const page of pages) await page.getByText('Saved', { exact: true }).first().waitFor();
  await until(async () => {
    const texts = await Promise.all(pages.map(shownText));
    return new Set(texts).size === 1 && everything.every((word) => texts[0]?.includes(word));
  });
  const numbers = await Promise.all(
    pages.map((page) =>
      page
        .locator('.ProseMirror > p')
        .evaluateAll((blocks) => blocks.map((b) => b.getAttribute('data-number'))),
    ),
  );
  expect(numbers[1]).toEqual(numbers[0]);
  expect(numbers[2]).toEqual(numbers[0]);
});

test('DOC2 numbers go on from what a colleague writes in the section before, without being asked for', async () => {
  const { reportId, sectionId, idOf } = await makeReport(coordinator);
  const { body: second } = await coordinator.call('POST', `/api/reports/${reportId}/sections`, {
    title: 'Conclusions',
    kind: 'body',
    leadDelegationId: idOf('JPN'),
    penHolderId: null,
    contributorIds: [],
  });
  const korea = await write(people.korea, reportId, sectionId);
  const japan = await write(people.japan, reportId, second.id);
  const number = () => japan.locator('.ProseMirror > p').first().getAttribute('data-number');
  await korea.locator('.ProseMirror').click();
  await korea.keyboard.type('The first paragraph.');
  await japan.locator('.ProseMirror').click();
  await japan.keyboard.type('What follows from it.');
  await until(async () => (await number()) === '2');

  await japan.route('**/api/**', (route) => route.abort());
  await korea.keyboard.press('Enter');
  await korea.keyboard.type('Another one.');
  await until(async () => (await number()) === '3');
  await korea.keyboard.press('Control+Home');
  await korea.keyboard.press('Shift+Control+End');
  await korea.keyboard.press('Delete');
  await korea.keyboard.type('Only one again.');
  await until(async () => (await number()) === '2');
});

/** Sends a hand-made update with this person's session, and returns the code with which the socket is closed. */
async function closeOfForgery(person: LivePerson, sectionId: string): Promise<number> {
  const ydoc = new Y.Doc();
  ydoc.getXmlFragment(BODY).insert(0, [new Y.XmlElement('paragraph')]);
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, MESSAGE.sync);
  writeUpdate(encoder, Y.encodeStateAsUpdate(ydoc));
  const socket = new WebSocket(
    `${server.url.replace('http', 'ws')}/collab/${sectionId}?schema=${SCHEMA_VERSION}`,
    { headers: { cookie: person.cookie, origin: server.url } },
  );
  socket.on('open', () => socket.send(encoding.toUint8Array(encoder)));
  return new Promise((resolve) => socket.on('close', resolve));
}

describe('rights', () => {
  test('GATE1 WF1 a drafter of a state that does not contribute finds no way to write', async () => {
    const { reportId, sectionId } = await makeReport(coordinator);
    const window = await people.zealand.window(browser);
    const page = await window.newPage();
    await page.goto(`${server.url}/reports/${reportId}?section=${sectionId}`);
    await page.getByText('Your state does not contribute to this section').first().waitFor();
    expect(await page.getByRole('button', { name: /^Write/ }).count()).toBe(0);
    const moved = await people.zealand.call('POST', `/api/sections/${sectionId}/stage`, { to: 'review' });
    expect(moved.status).toBe(403);
    expect(await closeOfForgery(people.zealand, sectionId)).toBe(CLOSE.refused);
    expect(await committed(sectionId)).toBe('');
  });

  test('GATE5 a role that is taken away stops the typing within a second, and the words can be copied', async () => {
    const { reportId, sectionId } = await makeReport(coordinator);
    const page = await write(people.america, reportId, sectionId);
    await page.locator('.ProseMirror').click();
    await page.keyboard.type('Typed while it was allowed. ');
    await until(async () => (await committed(sectionId)).includes('while it was allowed'));

    const { body } = await coordinator.call('GET', '/api/people');
    const grace = body.people.find((p: { email: string }) => p.email === people.america.email);
    const removed = await coordinator.call('PATCH', `/api/people/${grace.id}`, { roles: ['observer'] });
    expect(removed.status).toBe(200);
    await page.keyboard.type('And typed on. ', { delay: 60 });
    await until(async () => (await page.locator('.ProseMirror[contenteditable="true"]').count()) === 0, 3000);
    await page
      .getByText(/can no longer change|Drafters write|Observers only read/)
      .first()
      .waitFor();
    expect(await committed(sectionId)).not.toContain('And typed on. ');
    const kept = page.getByRole('textbox', { name: 'Your text', exact: true });
    await page
      .getByRole('button', { name: /whole section as I had it/ })
      .or(kept)
      .first()
      .waitFor();
    expect(await kept.inputValue()).toMatch(/Typed while it was allowed/);
    await page.getByRole('button', { name: 'Copy', exact: true }).waitFor();
  });
});
