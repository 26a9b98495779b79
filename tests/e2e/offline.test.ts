import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SCHEMA_VERSION } from '../../domain/document/schema.ts';
import { encodeHello, MESSAGE } from '../../domain/protocol.ts';
import { launchChromium } from '../support/chromium.ts';
import {
  joinWorkspace,
  type LivePerson,
  type LiveServer,
  makeReport,
  PASSWORD,
  setUp,
  startLive,
  until,
} from '../support/live.ts';
import {
  committedText,
  goOffline,
  openForWriting,
  type Place,
  shownText,
  typeAtEnd,
  waitForSaving,
  writeIn,
} from '../support/writing-page.ts';

let server: LiveServer;
let browser: Browser;
let coordinator: LivePerson;
const KEPT = 'Offline: kept on this device';

beforeAll(async () => {
  [server, browser] = await Promise.all([startLive(), launchChromium()]);
  coordinator = await setUp(server);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

const drafter = (name: string) => joinWorkspace(server, coordinator, 'USA', ['drafter'], name);
const committed = (sectionId: string) => committedText(coordinator, sectionId);

/** Somebody who wrote, lost the network, and wrote on. */
async function wroteOffline(person: LivePerson, place: Place): Promise<Page> {
  const page = await openForWriting(server, browser, person, place);
  await typeAtEnd(page, 'Written before. ');
  await waitForSaving(page, /^Saved$/);
  await goOffline(page);
  await waitForSaving(page, 'Offline: all is saved so far');
  await page.keyboard.type('Written offline. ');
  await waitForSaving(page, KEPT);
  return page;
}

/** The text of which the page says that the section does not have it. */
async function draftOn(page: Page): Promise<{ message: string; text: string }> {
  const draft = page.getByRole('alert', { name: 'Your text that was not saved' });
  await draft.waitFor();
  return {
    message: (await draft.locator('p').first().textContent()) ?? '',
    text: await draft.getByLabel('Your text', { exact: true }).inputValue(),
  };
}

test('SYNC4 what was typed offline outlives its closed tab, and goes up when its author looks at the report', async () => {
  const place = await makeReport(coordinator);
  const page = await wroteOffline(await drafter('Ada One'), place);
  await page.getByText('this page cannot be loaded again').waitFor();
  await expect(page.reload()).rejects.toThrow('ERR_INTERNET_DISCONNECTED');
  const window = page.context();
  await page.close();
  expect(await committed(place.sectionId)).toBe('Written before. ');

  await window.setOffline(false);
  const later = await window.newPage();
  await later.goto(`${server.url}/reports/${place.reportId}`);
  await later.getByText(/^What you typed here on .* is saved now\.$/).waitFor();
  expect(await committed(place.sectionId)).toBe('Written before. Written offline. ');
});

test('SYNC4 two tabs of one person: the one that is left brings what the closed one had typed offline', async () => {
  const place = await makeReport(coordinator);
  const first = await wroteOffline(await drafter('Bea Two'), place);
  const window = first.context();
  await window.setOffline(false);
  await waitForSaving(first, /^Saved$/);
  const second = await window.newPage();
  await writeIn(second, server, place);
  await waitForSaving(second, /^Saved$/);

  for (const tab of [first, second]) await goOffline(tab);
  await waitForSaving(second, 'Offline: all is saved so far');
  await typeAtEnd(first, 'In the first tab. ');
  await waitForSaving(first, KEPT);
  await first.close();
  await window.setOffline(false);
  await until(async () => (await committed(place.sectionId)).endsWith('In the first tab. '));
  await waitForSaving(second, /^Saved$/);
  expect(await shownText(second)).toBe(await committed(place.sectionId));
});

test('WEB5 SYNC9 a role that was lost while offline leaves a draft, and nothing of it is sent', async () => {
  const place = await makeReport(coordinator);
  const person = await drafter('Cleo Three');
  const page = await wroteOffline(person, place);
  const { body } = await coordinator.call('GET', '/api/people');
  const { id } = body.people.find(({ email }: { email: string }) => email === person.email);
  expect((await coordinator.call('PATCH', `/api/people/${id}`, { roles: ['observer'] })).status).toBe(200);

  const sent: string[] = [];
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => sent.push(payload.toString('latin1'))),
  );
  await page.context().setOffline(false);
  const draft = await draftOn(page);
  expect(draft.message).toContain('You can no longer write in this section.');
  expect(draft.message).toContain('Drafters write.');
  expect(draft.text).toBe('Written before. Written offline. ');
  expect(sent.length).toBeGreaterThan(0);
  expect(sent.join()).not.toContain('Written offline');
  expect(await committed(place.sectionId)).toBe('Written before. ');
});

test('WEB5 a section that was frozen while offline leaves a draft in each tab that comes back, and once', async () => {
  const place = await makeReport(coordinator);
  const page = await wroteOffline(await drafter('Dora Four'), place);
  for (const to of ['review', 'clearance']) {
    const moved = await coordinator.call('POST', `/api/sections/${place.sectionId}/stage`, { to });
    expect(moved.status, JSON.stringify(moved.body)).toBe(200);
  }
  await page.context().setOffline(false);
  const draft = await draftOn(page);
  expect(draft.message).toContain('You can no longer write in this section.');
  expect(draft.message).toMatch(/clearance/);
  expect(draft.text).toBe('Written before. Written offline. ');
  expect(await committed(place.sectionId)).toBe('Written before. ');

  const again = await page.context().newPage();
  await again.goto(`${server.url}/reports/${place.reportId}`);
  expect(await draftOn(again)).toEqual(draft);
  await again.getByRole('button', { name: 'Remove this text' }).click();
  await until(async () => (await again.getByText('Written offline.').count()) === 0);
});

test('SYNC4 AUTH3 a password that was changed while offline asks to sign in, and then the text goes up', async () => {
  const place = await makeReport(coordinator);
  const person = await drafter('Edna Five');
  const page = await wroteOffline(person, place);
  const password = `${PASSWORD}, and another`;
  const elsewhere = await person.call('POST', '/api/auth/change-password', {
    currentPassword: PASSWORD,
    newPassword: password,
  });
  expect(elsewhere.status).toBe(200);

  await page.context().setOffline(false);
  await page.getByText('what was not is kept on this device').waitFor();
  expect(await committed(place.sectionId)).toBe('Written before. ');
  await page.getByLabel('E-mail address').fill(person.email);
  await page.locator('input[name="password"]').fill(password);
  await page.keyboard.press('Enter');
  await waitForSaving(page, /^Saved$/);
  expect(await committed(place.sectionId)).toBe('Written before. Written offline. ');
});

test('GATE3 SYNC4 a page that is older than the server says so, and goes on where it was once it is loaded again', async () => {
  const place = await makeReport(coordinator);
  const person = await drafter('Faye Six');
  const context = await person.window(browser);
  // An older page differs in nothing that counts here but in the schema that it names.
  await context.addInitScript(() => {
    window.WebSocket = class extends WebSocket {
      constructor(url: string | URL, protocols?: string | string[]) {
        super('isOlder' in window ? String(url).replace(/schema=\d+/, 'schema=0') : url, protocols);
      }
    };
  });
  const page = await context.newPage();
  await writeIn(page, server, place);
  await typeAtEnd(page, 'Written before. ');
  await waitForSaving(page, /^Saved$/);
  await page.evaluate(() => Object.assign(window, { isOlder: true }));
  await goOffline(page);
  await waitForSaving(page, 'Offline: all is saved so far');
  await page.keyboard.type('Written offline. ');
  await waitForSaving(page, KEPT);
  await context.setOffline(false);
  await waitForSaving(page, 'Too old to save: kept on this device');
  await page.keyboard.type('And after. ');
  await waitForSaving(page, 'Too old to save: kept on this device');
  expect(await committed(place.sectionId)).toBe('Written before. ');
  await page.getByRole('button', { name: 'Reload: a newer version is out' }).click();
  await waitForSaving(page, /^Saved$/);
  expect(await committed(place.sectionId)).toBe('Written before. Written offline. And after. ');
});

test('SYNC9 a server that is older than the page is sent nothing, and everything once it is replaced', async () => {
  const place = await makeReport(coordinator);
  const window = await (await drafter('Gwen Seven')).window(browser);
  const page = await window.newPage();
  let isOlder = true;
  const sent: number[] = [];
  await page.routeWebSocket(/\/collab\//, (socket) => {
    const upstream = socket.connectToServer();
    socket.onMessage((message) => {
      if (isOlder && typeof message !== 'string')
        sent.push(message[0] === MESSAGE.sync ? (message[1] ?? 0) : 0);
      upstream.send(message);
    });
    upstream.onMessage((message) => {
      const isHello = isOlder && typeof message !== 'string' && message[0] === MESSAGE.hello;
      const older = { schema: SCHEMA_VERSION - 1, connection: 'an older one', mayWrite: true, why: null };
      socket.send(isHello ? Buffer.from(encodeHello(older)) : message);
    });
  });
  await page.goto(`${server.url}/reports/${place.reportId}?section=${place.sectionId}`);
  await page.getByText('The server is still an older version than this page.').waitFor();
  await waitForSaving(page, 'Waiting: all is saved so far');
  expect(sent.filter((step) => step !== 0)).toEqual([]);
  isOlder = false;
  await waitForSaving(page, /^Saved$/);
});

test('SYNC4 a tab that slept for a day with its socket dead says what it lacks, and brings what it had typed', async () => {
  const place = await makeReport(coordinator);
  const colleague = await openForWriting(server, browser, await drafter('Hope Eight'), place);
  const window = await (await drafter('Iris Nine')).window(browser);
  const page = await window.newPage();
  await page.clock.install();
  let isDead = false;
  await page.routeWebSocket(/\/collab\//, (socket) => {
    const upstream = socket.connectToServer();
    const wasDead = () => isDead && socket === first;
    first ??= socket;
    socket.onMessage((message) => wasDead() || upstream.send(message));
    upstream.onMessage((message) => wasDead() || socket.send(message));
  });
  let first: unknown;
  await writeIn(page, server, place);
  await typeAtEnd(page, 'Written before. ');
  await waitForSaving(page, /^Saved$/);

  isDead = true;
  await page.keyboard.type('Before sleeping. ');
  await waitForSaving(page, 'Saving…');
  await typeAtEnd(colleague, 'Meanwhile. ');
  await waitForSaving(colleague, /^Saved$/);
  await page.clock.fastForward('24:00:00');
  await waitForSaving(page, /^Saved$/);
  const text = await committed(place.sectionId);
  for (const each of ['Written before. ', 'Before sleeping. ', 'Meanwhile. ']) expect(text).toContain(each);
  expect(await shownText(page)).toBe(text);
});
