import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
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

// What forms offer, and what they say when they are sent too early.

let server: LiveServer;
let browser: Browser;
let coordinator: LivePerson;
let window: BrowserContext;
let page: Page;

beforeAll(async () => {
  [server, browser] = await Promise.all([startLive(), launchChromium()]);
  coordinator = await setUp(server);
  window = await coordinator.window(browser);
  page = await window.newPage();
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

const press = (name: string) => page.getByRole('button', { name, exact: true }).click();

/** Whether the browser itself has something against the field, as it does of what is required and empty. */
const isRefused = (label: string) =>
  page.getByRole('combobox', { name: label }).evaluate((field) => field.matches(':user-invalid'));

test('WEB24 AUTH8 an invitation says what it lacks, and the next one begins with the usual role', async () => {
  await page.goto(`${server.url}/people`);
  await press('Invite somebody');
  await page.getByLabel('E-mail address').fill('first@fra.example');
  await press('Invite');
  await until(() => isRefused('Delegation'));
  const delegation = page.getByRole('combobox', { name: 'Delegation' });
  await delegation.fill('Fra');
  await page.keyboard.press('Enter');
  await until(async () => (await delegation.inputValue()) === 'France (FRA)');

  const roles = page.getByRole('combobox', { name: 'Roles' });
  await roles.focus();
  await page.keyboard.press('ArrowDown');
  await page.getByRole('option', { name: 'Observer' }).click();
  await page.getByText('An observer only reads').waitFor();
  await page.getByRole('option', { name: 'Drafter' }).click();
  await page.getByText('An observer only reads').waitFor({ state: 'hidden' });
  await page.keyboard.press('Tab');
  await press('Invite');
  await press('Invite another');

  await page.getByLabel('E-mail address').fill('second@fra.example');
  await press('Invite');
  await page.getByRole('textbox', { name: 'Link' }).waitFor();
  const { body } = await coordinator.call('GET', '/api/people');
  expect(
    body.invitations.map(({ email, roles, delegation }: Record<string, unknown>) => ({
      email,
      roles,
      delegation,
    })),
  ).toMatchObject([
    { email: 'first@fra.example', roles: ['observer'], delegation: { code: 'FRA' } },
    { email: 'second@fra.example', roles: ['drafter'], delegation: { code: 'FRA' } },
  ]);
});

test('REP4 WEB24 only drafters of the states that write are offered the pen', async () => {
  await joinWorkspace(server, coordinator, 'JPN', ['reviewer'], 'Aoi Mori');
  await joinWorkspace(server, coordinator, 'ROK', ['drafter'], 'Minjun Park');
  await joinWorkspace(server, coordinator, 'ITA', ['drafter'], 'Luca Serra');
  const { reportId } = await makeReport(coordinator);
  await page.goto(`${server.url}/reports/${reportId}/settings`);
  await page.getByRole('button', { name: 'Findings: more' }).click();
  await page.getByRole('menuitem', { name: 'Edit…' }).click();
  const pen = page.getByRole('combobox', { name: 'Pen-holder' });
  await pen.click();
  await page.getByRole('option', { name: 'Minjun Park' }).waitFor();
  const offered = page.getByRole('listbox', { name: 'Pen-holder' }).getByRole('option');
  expect(await offered.allInnerTexts()).toEqual(['Keiko Abe', 'Minjun Park']);
  await pen.fill('minj');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
  await page.getByText('Pen: Minjun Park').waitFor();
});
