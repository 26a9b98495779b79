import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { textOf } from '../../domain/document/outline.ts';
import { axeViolations } from '../support/axe.ts';
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
import { type SmtpReceiver, startSmtpReceiver } from '../support/smtp.ts';
import { totp } from '../support/totp.ts';

let server: LiveServer;
let browser: Browser;
let mail: SmtpReceiver;
let coordinator: LivePerson;
let drafter: LivePerson;
const windows: BrowserContext[] = [];

beforeAll(async () => {
  mail = await startSmtpReceiver();
  [server, browser] = await Promise.all([startLive({ env: { SMTP_URL: mail.url } }), launchChromium()]);
  coordinator = await setUp(server);
  drafter = await joinWorkspace(server, coordinator, 'JPN', ['drafter'], 'Hana Sato');
});
afterAll(async () => {
  for (const window of windows) await window.close();
  await browser.close();
  await server.stop();
  await mail.close();
});

async function windowOf(person: LivePerson): Promise<Page> {
  const window = await person.window(browser);
  windows.push(window);
  return window.newPage();
}

/** A window in which nobody is signed in. */
async function strangerWindow(): Promise<Page> {
  const window = await browser.newContext();
  windows.push(window);
  return window.newPage();
}

async function giveCredentials(page: Page, { email }: LivePerson, password: string): Promise<void> {
  await page.goto(`${server.url}/sign-in`);
  await page.getByLabel('E-mail address').fill(email);
  await page.locator('input[name="password"]').fill(password);
  await page.keyboard.press('Enter');
}

/** Goes from the question for the password to the end, as somebody with an app does. */
async function setUpSecondFactor(page: Page): Promise<{ secret: string; codes: string[] }> {
  await page.getByLabel('Your password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByRole('img', { name: /^Key for the authenticator app/ }).waitFor();
  const shown = await page.getByText(/^(?:[A-Z2-7]{4} )+[A-Z2-7]{1,4}$/).textContent();
  const secret = (shown ?? '').replaceAll(' ', '');
  const field = page.getByLabel('Code that the app shows now');
  await field.fill(totp(secret) === '000000' ? '111111' : '000000');
  await page.keyboard.press('Enter');
  await page.getByText('The code is wrong. Enter the one that the app shows now.').waitFor();
  await field.fill(totp(secret));
  await page.keyboard.press('Enter');
  await page.getByText('The second factor is on.').waitFor();
  const codes = await page.getByRole('listitem').allInnerTexts();
  expect(codes.length).toBeGreaterThan(5);
  await page.getByLabel('I have kept the codes').check();
  await page.getByRole('button', { name: 'Done' }).click();
  return { secret, codes };
}

test('AUTH6 AUTH10 the second factor is set up, asked for, replaced by a backup code, and turned off', async () => {
  const page = await windowOf(drafter);
  await page.goto(`${server.url}/account`);
  await page.getByLabel('Name').fill('Hana Ito');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Your name is changed, for everybody.').waitFor();
  await page.getByRole('banner').getByText('Hana Ito').waitFor();

  await page.getByRole('button', { name: 'Set it up' }).click();
  await page.getByLabel('Your password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByRole('img', { name: /^Key for the authenticator app/ }).waitFor();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByText('a stolen password alone opens nothing').waitFor();
  await page.getByRole('button', { name: 'Set it up' }).click();
  const { secret, codes } = await setUpSecondFactor(page);
  await page.getByText('Signing in asks for six digits').waitFor();
  expect(await axeViolations(page)).toEqual([]);

  const other = await strangerWindow();
  await giveCredentials(other, drafter, PASSWORD);
  await other.getByLabel('Code from your authenticator app').fill('000 000');
  await other.keyboard.press('Enter');
  await other.getByText('The code is wrong. Enter the one that the app shows now.').waitFor();
  expect((await other.request.get(`${server.url}/api/people`)).status()).toBe(401);
  expect(await axeViolations(other)).toEqual([]);
  await other.getByLabel('Code from your authenticator app').fill(totp(secret));
  await other.keyboard.press('Enter');
  await other.getByRole('heading', { name: 'Reports' }).waitFor();

  for (const [attempt, outcome] of [
    ['first', 'Reports'],
    ['second', 'The backup code is wrong, or was used before.'],
  ]) {
    const lost = await strangerWindow();
    await giveCredentials(lost, drafter, PASSWORD);
    await lost.getByRole('button', { name: 'Use a backup code' }).click();
    await lost.getByLabel('Backup code').fill(codes[0] ?? '');
    await lost.keyboard.press('Enter');
    const shown =
      attempt === 'first' ? lost.getByRole('heading', { name: outcome }) : lost.getByText(outcome ?? '');
    await shown.waitFor();
  }

  await page.getByRole('button', { name: 'Turn it off' }).click();
  await page.getByLabel('Your password').fill(PASSWORD);
  await page.keyboard.press('Enter');
  await page.getByText('a stolen password alone opens nothing').waitFor();
  const plain = await strangerWindow();
  await giveCredentials(plain, drafter, PASSWORD);
  await plain.getByRole('heading', { name: 'Reports' }).waitFor();
});

test('AUTH7 AUTH3 a forgotten password is replaced by the mailed link, which ends what was open', async () => {
  const observer = await joinWorkspace(server, coordinator, 'ITA', ['observer'], 'Luca Serra');
  const open = await windowOf(observer);
  await open.goto(server.url);
  await open.getByRole('heading', { name: 'Reports' }).waitFor();

  const page = await strangerWindow();
  await page.goto(`${server.url}/sign-in`);
  await page.getByRole('button', { name: 'I forgot my password' }).click();
  await page.getByLabel('E-mail address').fill(observer.email);
  await page.getByRole('button', { name: 'Send the link' }).click();
  await page.getByRole('heading', { name: 'Look into your mail' }).waitFor();
  const mailed = () =>
    mail.mails.find(({ to, text }) => to[0] === observer.email && /reset-password#/.test(text));
  await until(() => mailed() !== undefined);
  const link = /http:\S+\/reset-password#[\w-]+/.exec(mailed()?.text ?? '')?.[0] ?? '';

  await page.goto(link);
  const field = page.locator('input[name="new-password"]');
  await field.fill('luca serra luca');
  await page.keyboard.press('Enter');
  await page.getByText('must not contain your e-mail address').waitFor();
  await field.fill('quite another password');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'The new password is set' }).waitFor();
  await open.getByRole('heading', { name: 'Sign in' }).waitFor();
  await open.getByText('You were signed out').waitFor();

  const again = await strangerWindow();
  await again.goto(link);
  await again.getByText('This link does not work (any more)').waitFor();

  await giveCredentials(page, observer, PASSWORD);
  await page.getByText('The e-mail address or the password is wrong.').waitFor();
  await giveCredentials(page, observer, 'quite another password');
  await page.getByRole('heading', { name: 'Reports' }).waitFor();

  const second = await strangerWindow();
  await giveCredentials(second, observer, 'quite another password');
  await second.getByRole('heading', { name: 'Reports' }).waitFor();
  await page.goto(`${server.url}/account`);
  await page.getByRole('button', { name: 'Sign out everywhere' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  await second.getByText('You were signed out').waitFor();
  expect((await second.request.get(`${server.url}/api/people`)).status()).toBe(401);
});

// Last: setting up a factor replaces the coordinator's session, which the other tests use.
test('AUTH6 WEB5 whoever must set up a second factor is led to it from where they write, and back, and loses nothing', async () => {
  const { reportId, sectionId } = await makeReport(coordinator);
  const writer = await windowOf(await joinWorkspace(server, coordinator, 'ROK', ['drafter'], 'Minjun Park'));
  const place = `${server.url}/reports/${reportId}?section=${sectionId}`;
  await writer.goto(place);
  await writer.locator('.ProseMirror p').first().click();
  await writer.keyboard.type('Typed before it was asked for.');

  const boss = await windowOf(coordinator);
  await boss.goto(`${server.url}/people`);
  await boss.getByRole('switch', { name: 'Require a second factor' }).click();
  await boss.getByRole('heading', { name: 'Set up your second factor' }).waitFor();
  await setUpSecondFactor(boss);
  await boss.getByRole('heading', { name: 'People and delegations' }).waitFor();

  await writer.getByRole('heading', { name: 'Set up your second factor' }).waitFor();
  await writer.goto(`${server.url}/people`);
  await writer.getByRole('heading', { name: 'Set up your second factor' }).waitFor();
  expect(await writer.getByRole('navigation').count()).toBe(0);
  expect(await axeViolations(writer)).toEqual([]);
  await writer.goto(place);
  await setUpSecondFactor(writer);
  await writer.waitForURL(place);
  await writer.locator('.ProseMirror').getByText('Typed before it was asked for.').waitFor();
  await writer.locator('.ProseMirror p').first().click();
  await writer.keyboard.press('End');
  await writer.keyboard.type(' And after.');
  await until(async () => {
    const answer = await boss.request.get(`${server.url}/api/sections/${sectionId}/text`);
    return textOf((await answer.json()).document).includes('asked for. And after.');
  });

  const off = boss.getByRole('switch', { name: 'Require a second factor' });
  await off.click();
  await until(async () => !(await off.isChecked()));
});
