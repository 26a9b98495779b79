import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { launchChromium } from '../support/chromium.ts';
import { answerFirstTwoSteps } from '../support/first-run.ts';
import { type LivePerson, type LiveServer, PASSWORD, setUp, startLive, until } from '../support/live.ts';

// The links that are handed over with a token behind the `#`: to set up, to join, to set a password.

let server: LiveServer;
let browser: Browser;
let page: Page;
let setUpLink: string;
let coordinator: LivePerson;

beforeAll(async () => {
  [server, browser] = await Promise.all([startLive(), launchChromium()]);
  await until(() => server.setUpLink !== '');
  setUpLink = server.setUpLink;
  page = await browser.newPage();
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

const heading = (name: string) => page.getByRole('heading', { name }).waitFor();

test('AUTH12 the set-up link is still there after a reload and on the way back, each question a step of its own', async () => {
  await page.goto(`${server.url}/set-up`);
  await heading('This link is not complete');
  await page.goto(setUpLink); // only the fragment is another: the page stays
  await heading('Who are you?');
  await until(() => page.url() === `${server.url}/set-up`);
  await page.reload();
  await heading('Who are you?');

  await answerFirstTwoSteps(page, setUpLink);
  await heading('How do you want to begin?');
  await page.goBack();
  await heading('Where will you work?');
  await page.goBack();
  await heading('Who are you?');
  expect(await page.getByLabel('Your name').inputValue()).toBe('Keiko Abe');
  await page.goForward();
  await heading('Where will you work?');
  expect(await page.getByLabel('Name of the workspace').inputValue()).toBe('Drafting group');

  await page.reload();
  await heading('Who are you?');
  expect(await page.locator('input[name="new-password"]').inputValue()).toBe('');
  await page.goto(`${server.url}/sign-in`);
  await page.goBack();
  await heading('Who are you?');
  expect(page.url()).toBe(`${server.url}/set-up`);
});

test('AUTH12 AUTH9 a set-up link that does not work is refused when it is opened, and a weak password where it is asked for', async () => {
  await page.goto('about:blank');
  await page.goto(`${server.url}/set-up#bogus`);
  await page.getByText('This set-up link does not work (any more).').waitFor();
  expect(await page.getByLabel('Your name').count()).toBe(0);
  await page.goto(setUpLink);
  await page.getByLabel('Your name').fill('Keiko Abe');
  await page.getByLabel('E-mail address').fill('keiko@jpn.example');
  await page.locator('input[name="new-password"]').fill('aaaaaaaaaaaa');
  await page.keyboard.press('Enter');
  await page.getByText('The password must not be the same few characters over and over').waitFor();
  await page.locator('input[name="new-password"]').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await heading('Where will you work?');

  await page.goto(`${server.url}/reset-password#nope`);
  await page.getByText('This link does not work (any more)').waitFor();
  expect(await page.locator('input[name="new-password"]').count()).toBe(0);
});

test('AUTH12 an invitation is still there after a reload and on the way back, and another one is noticed', async () => {
  coordinator = await setUp(server);
  const { body: delegations } = await coordinator.call('GET', '/api/delegations');
  const linkFor = async (email: string): Promise<string> => {
    const invitation = { email, delegationId: delegations[0].id, roles: ['drafter'] };
    return (await coordinator.call('POST', '/api/invitations', invitation)).body.link;
  };
  const pathOf = (link: string) => server.url + link.slice(link.indexOf('/invitation#'));
  const [first, second] = [await linkFor('first@aus.example'), await linkFor('second@aus.example')];
  const isFor = (email: string) =>
    until(async () => (await page.getByLabel('E-mail address').inputValue()) === email);

  await page.goto(pathOf(first));
  await isFor('first@aus.example');
  await page.reload();
  await isFor('first@aus.example');
  await page.goto(pathOf(second));
  await isFor('second@aus.example');
  expect(page.url()).toBe(`${server.url}/invitation`);
  await page.goBack();
  await isFor('first@aus.example');
  await page.goForward();
  await isFor('second@aus.example');
  await page.getByLabel('Your name').fill('Sam Hill');
  await page.locator('input[name="new-password"]').fill(PASSWORD);
  await page.getByRole('button', { name: 'Make my account' }).click();
  await heading('Reports');
});
