import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContext, Page, Request } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { axeViolations } from '../support/axe.ts';
import { launchChromium } from '../support/chromium.ts';
import { answerFirstTwoSteps, openSample, writeSentence } from '../support/first-run.ts';
import { type LiveServer, startLive, until } from '../support/live.ts';

let server: LiveServer;
let browser: Browser;
/** The window of the first coordinator, who is signed in from START1 on. */
let window: BrowserContext;
let page: Page;
let link: string;
/** The sample, and a section of it in which the coordinator may write. */
let reportId: string;
let section: { id: string; title: string };
/** Whatever the browser complained of: errors in the console, broken policies among them, and uncaught ones. */
let complaints: string[] = [];

beforeAll(async () => {
  [server, browser] = await Promise.all([startLive(), launchChromium()]);
  await until(() => server.setUpLink !== '');
  link = server.setUpLink;
  window = await newWindow();
  page = await window.newPage();
});
afterEach(() => {
  const heard = complaints;
  complaints = [];
  expect(heard).toEqual([]);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

/** A window without a session, whose complaints are heard. Nothing moves in it, so that colours are what they will be. */
async function newWindow(signedInLike?: BrowserContext): Promise<BrowserContext> {
  const made = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    reducedMotion: 'reduce',
    ...(signedInLike && { storageState: await signedInLike.storageState() }),
  });
  made.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`${message.page()?.url()}: ${message.text()}`);
  });
  made.on('weberror', (error) => complaints.push(`${error.page()?.url()}: ${error.error()}`));
  return made;
}

async function expectNoViolation(shown: Page): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await shown.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await shown.locator(`html[data-mantine-color-scheme="${colorScheme}"]`).waitFor({ state: 'attached' });
    expect(await axeViolations(shown), colorScheme).toEqual([]);
  }
}

test('WEB1 axe finds no violation on the pages of the set-up', async () => {
  await page.goto(link);
  await page.getByRole('heading', { name: 'Who are you?' }).waitFor();
  await expectNoViolation(page);
  await answerFirstTwoSteps(page, link);
  await page.getByRole('heading', { name: 'How do you want to begin?' }).waitFor();
  await expectNoViolation(page);
  await page.getByRole('button', { name: 'Back' }).click();
  await page.getByRole('heading', { name: 'Where will you work?' }).waitFor();
  await expectNoViolation(page);
});

test('START1 AUTH1 SYNC3 from the printed link to a saved sentence in the sample, and the link works once', async () => {
  await page.goto('about:blank');
  await answerFirstTwoSteps(page, link);
  expect(page.url(), 'the token is not in the address bar').toBe(`${server.url}/set-up`);
  reportId = await openSample(page);
  section = await writeSentence(page, server, reportId, 'Typed by the first reader.');
  expect(await page.locator('[data-saving]').textContent()).toBe('Saved');
  await page.reload();
  await page.locator('.ProseMirror').getByText('Typed by the first reader.').waitFor();

  const other = await newWindow();
  const late = await other.newPage();
  await late.goto(link);
  await late.getByRole('heading', { name: 'This is set up already' }).waitFor();
  await other.close();
});

test('WEB2 the report is read, and opened for writing, with less than 400 kB of compressed JavaScript', async () => {
  const reading = await scriptsOf(`/reports/${reportId}`, async (first) => {
    await first.getByRole('button', { name: `Write in ${section.title}` }).waitFor();
    await first.waitForTimeout(2_000); // whatever it loads of itself once the page stands
  });
  expect(reading).toBeGreaterThan(50_000);
  expect(reading).toBeLessThan(400_000);
  const writing = await scriptsOf(`/reports/${reportId}?section=${section.id}`, (first) =>
    first.locator('.ProseMirror p[data-id]').first().waitFor(),
  );
  expect(writing).toBeGreaterThan(reading);
  expect(writing).toBeLessThan(400_000);
});

/** Bytes of the scripts, under gzip, that a browser without a cache loads until `shown`. */
async function scriptsOf(path: string, shown: (page: Page) => Promise<void>): Promise<number> {
  const fresh = await newWindow(window);
  const first = await fresh.newPage();
  const sizes: Promise<number>[] = [];
  first.on('requestfinished', (request) => {
    if (request.resourceType() === 'script') sizes.push(gzippedSize(request));
  });
  await first.goto(server.url + path);
  await shown(first);
  const all = await Promise.all(sizes);
  await fresh.close();
  return all.reduce((total, size) => total + size, 0);
}

async function gzippedSize(request: Request): Promise<number> {
  const response = await request.response();
  return gzipSync((await response?.body()) ?? '').length;
}

test('WEB1 axe finds no violation on the page to sign in', async () => {
  const other = await newWindow();
  const door = await other.newPage();
  await door.goto(server.url);
  await door.waitForURL(/\/sign-in/);
  await door.getByRole('button', { name: 'Sign in' }).waitFor();
  await expectNoViolation(door);
  await other.close();
});

test.each([
  ['the reports', '/', /^Reports/, 'main li a'],
  ['the people', '/people', /^People/, 'main table td'],
  ['the account', '/account', /account/i, 'main h2'],
  ['a new report', '/reports/new', /report/i, 'main form'],
  ['the report', '/reports/$', /Sample report/, '[data-section="§"] [data-id]'],
  ['the report being written', '/reports/$?section=§', /Sample report/, '.ProseMirror p[data-id]'],
  ['the settings', '/reports/$/settings', /^Sections and settings/, 'main form'],
  ['the clearance', '/reports/$/clearance', /^Clearance/, '[role="grid"] td'],
  ['the activity', '/reports/$/activity', /^Activity/, 'main li time'],
  ['the versions of a section', '/reports/$/sections/§/versions', /^Versions/, 'main time'],
  ['the publication', '/reports/$/publish', /^Publi/, 'main h2'],
])('WEB1 axe finds no violation on %s', async (_name, address, title, content) => {
  const named = (text: string) => text.replace('$', reportId).replace('§', section.id);
  await page.goto(server.url + named(address));
  await page.locator(named(content)).first().waitFor();
  expect(await page.title()).toMatch(title);
  await expectNoViolation(page);
});
