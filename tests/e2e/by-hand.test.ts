import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type NodeJson, textOf } from '../../domain/document/outline.ts';
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
import { PNG } from '../support/pictures.ts';
import { writeSection } from '../support/section-writer.ts';
import { totp } from '../support/totp.ts';

// What people do with the screens that the other journeys do not: by keyboard alone, on a phone, cut off.

let server: LiveServer;
let browser: Browser;
let coordinator: LivePerson;
let drafter: LivePerson;
let officers: LivePerson[];
const windows: BrowserContext[] = [];

beforeAll(async () => {
  [server, browser] = await Promise.all([startLive(), launchChromium()]);
  coordinator = await setUp(server);
  // Three states, so that three positions agree a section.
  const { body: delegations } = await coordinator.call('GET', '/api/delegations');
  for (const { id, code } of delegations)
    if (!['JPN', 'ROK', 'USA'].includes(code)) await coordinator.call('DELETE', `/api/delegations/${id}`);
  drafter = await joinWorkspace(server, coordinator, 'JPN', ['drafter', 'clearing_officer'], 'Hana Sato');
  officers = [
    await joinWorkspace(server, coordinator, 'ROK', ['clearing_officer'], 'Minjun Park'),
    await joinWorkspace(server, coordinator, 'USA', ['clearing_officer'], 'Grace Lee'),
  ];
});
afterAll(async () => {
  for (const window of windows) await window.close();
  await browser.close();
  await server.stop();
});

async function windowOf(person: LivePerson): Promise<Page> {
  const window = await person.window(browser);
  windows.push(window);
  return window.newPage();
}

async function strangerWindow(options: BrowserContextOptions = {}): Promise<Page> {
  const window = await browser.newContext(options);
  windows.push(window);
  return window.newPage();
}

async function committed(sectionId: string): Promise<NodeJson> {
  return (await coordinator.call('GET', `/api/sections/${sectionId}/text`)).body.document;
}

const paragraph = (id: string, text: string): NodeJson => ({
  type: 'paragraph',
  attrs: { id },
  content: [{ type: 'text', text }],
});

/** A report with one written section. */
async function writtenReport() {
  const made = await makeReport(coordinator);
  await writeSection(server, drafter, made.sectionId, [
    paragraph('first', 'The first ship was seen.'),
    paragraph('second', 'The second was not.'),
  ]);
  return made;
}

describe('writing', () => {
  test('WEB7 FILE1 a figure is uploaded with its caption, source and alternative text, and referred to', async () => {
    const { reportId, sectionId } = await writtenReport();
    const page = await windowOf(drafter);
    await page.goto(`${server.url}/reports/${reportId}?section=${sectionId}`);
    await page.locator('.ProseMirror p[data-id="first"]').click();
    await page.keyboard.press('End');

    const upload = async (name: string, buffer: Buffer) => {
      const chooser = page.waitForEvent('filechooser');
      await page.getByRole('button', { name: 'Figure', exact: true }).click();
      await (await chooser).setFiles({ name, mimeType: 'image/png', buffer });
    };
    await upload('words.png', Buffer.from('no picture'));
    await page.getByText('This is no PNG, JPEG, GIF or WebP picture.').waitFor();
    await upload('port.png', PNG);
    const caption = page.getByLabel('Caption of the figure');
    await caption.waitFor();
    await until(() => caption.evaluate((field) => field === document.activeElement));
    for (const words of ['The port', '3 March, own photograph', 'A quay with two ships.']) {
      await page.keyboard.type(words);
      await page.keyboard.press('Tab');
    }

    await page.locator('.ProseMirror p[data-id="second"]').click();
    await page.keyboard.press('End');
    for (const wanted of ['The port', '1']) {
      await page.keyboard.type(' See ');
      await page.keyboard.press('Control+Alt+r');
      await page.getByRole('combobox', { name: 'Number or words' }).fill(wanted);
      await page.keyboard.press('Enter');
      await until(() => page.locator('.ProseMirror').evaluate((text) => text === document.activeElement));
    }
    await page.keyboard.type('.');
    await until(async () => textOf(await committed(sectionId)).endsWith('.'));
    const { content = [] } = await committed(sectionId);
    expect(content.map(({ type }) => type)).toEqual(['paragraph', 'figure', 'paragraph']);
    expect(content[1]?.attrs).toMatchObject({
      caption: 'The port',
      source: '3 March, own photograph',
      alternative: 'A quay with two ships.',
      file: expect.stringMatching(/./),
    });

    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByRole('img', { name: 'A quay with two ships.' }).waitFor();
    await until(async () =>
      /See figure 1 See paragraph 1\.$/.test((await page.locator('[data-id="second"]').textContent()) ?? ''),
    );
  });

  test('WEB19 what is typed right after a key goes into the field that the key opens', async () => {
    const { reportId, sectionId } = await writtenReport();
    const page = await windowOf(drafter);
    await page.goto(`${server.url}/reports/${reportId}?section=${sectionId}`);
    await page.locator('.ProseMirror p[data-id="first"]').click();
    for (const [key, field] of [
      ['Control+f', 'Find'],
      ['Control+Shift+k', 'Web address'],
      ['Control+Alt+r', 'Number or words'],
    ] as const) {
      await page.keyboard.press(key);
      await page.keyboard.type('ship');
      expect(await page.getByLabel(field, { exact: true }).inputValue()).toBe('ship');
      await page.keyboard.press('Escape');
      await until(() => page.locator('.ProseMirror').evaluate((text) => text === document.activeElement));
    }
    expect(await page.locator('.ProseMirror p[data-id="first"]').textContent()).toBe(
      'The first ship was seen.',
    );
  });

  test('WEB20 WEB21 WEB22 WEB23 a table is made, grows by keys and menu, and gives back the focus', async () => {
    const { reportId, sectionId } = await writtenReport();
    const page = await windowOf(drafter);
    await page.goto(`${server.url}/reports/${reportId}?section=${sectionId}`);
    await page.locator('.ProseMirror p[data-id="second"]').click();
    await page.keyboard.press('End');
    const writes = () =>
      until(() => page.locator('.ProseMirror').evaluate((text) => text === document.activeElement));
    const kind = page.getByRole('button', { name: /^Kind of text/ });
    expect(await kind.getAttribute('aria-label')).toBe('Kind of text: Numbered paragraph');

    await page.getByRole('button', { name: 'Table', exact: true }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Rows, with the header').fill('9999');
    await dialog.getByLabel('Columns').fill('2');
    await dialog.getByRole('button', { name: 'Insert' }).click();
    await dialog.getByText('A table has 1 to 60 rows.').waitFor();
    expect(await page.locator('.ProseMirror table').count()).toBe(0);
    await page.keyboard.press('Control+a');
    await page.keyboard.type('2');
    await page.keyboard.press('Enter');
    await page.locator('.ProseMirror table').waitFor();
    await writes();
    for (const letter of 'ABCDE') {
      await page.keyboard.type(letter);
      await page.keyboard.press('Tab');
    }
    expect(await kind.getAttribute('aria-label')).toBe('Kind of text: Text in a table');
    expect(await kind.isDisabled()).toBe(true);
    // The toolbar can still be gone to, with one Tab.
    const stops = page.getByRole('toolbar', { name: 'Writing' }).locator('button:not([tabindex="-1"])');
    expect(await stops.evaluateAll((all) => all.map((button) => button.matches(':disabled')))).toEqual([
      false,
    ]);

    const rows = page.locator('.ProseMirror tr');
    const menu = page.getByRole('button', { name: 'Table', exact: true });
    await menu.click();
    await page.getByRole('menuitem', { name: 'Row below' }).click();
    await menu.click();
    await page.keyboard.press('Escape');
    await until(() => menu.evaluate((button) => button === document.activeElement));
    await menu.click();
    await page.getByRole('menuitem', { name: 'Column after' }).click();
    await page.getByRole('menuitem').first().waitFor({ state: 'detached' });
    await writes();
    await page.keyboard.type('F');
    expect(await rows.evaluateAll((all) => all.map((row) => row.textContent))).toEqual([
      'AB',
      'CD',
      'E',
      'F',
    ]);
    expect(new Set(await rows.evaluateAll((all) => all.map((row) => row.clientHeight))).size).toBe(1);
    for (const cellsLeft of [12, 8, 6]) {
      await page.keyboard.press('Control+z');
      expect(await page.locator('.ProseMirror :is(td, th)').count()).toBe(cellsLeft);
    }
    await page.locator('[data-saving="saved"]').waitFor();
    await page.keyboard.press('Escape');
    const read = page.locator('.report-text:not(.writing) tr');
    await read.first().waitFor();
    expect(new Set(await read.evaluateAll((all) => all.map((row) => row.clientHeight))).size).toBe(1);
  });

  test('WEB22 WEB7 bold is refused in words, and what has no words is not offered to refer to', async () => {
    const { reportId, sectionId } = await writtenReport();
    const page = await windowOf(drafter);
    await page.goto(`${server.url}/reports/${reportId}?section=${sectionId}`);
    await page.locator('.ProseMirror p[data-id="second"]').click();
    await page.keyboard.press('End');
    const refused = page.getByRole('alert').filter({ hasText: 'Bold stands in recommendations only.' });
    await page.keyboard.press('Control+b');
    await refused.waitFor();
    await refused.getByRole('button').click();
    await refused.waitFor({ state: 'detached' });
    // Playwright waits for what says that it is disabled; people press it.
    await page.getByRole('button', { name: 'Bold (recommendations only)' }).click({ force: true });
    await refused.waitFor();

    await page.locator('.ProseMirror p[data-id="second"]').click();
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Enter');
    await page.keyboard.type('Just written.');
    await page.keyboard.press('Control+Alt+r');
    const offered = page.getByRole('option');
    await offered.first().waitFor();
    const words = await offered.allTextContents();
    expect(words.filter((each) => each.startsWith('paragraph'))).toEqual([
      expect.stringContaining('The first ship was seen.'),
      expect.stringContaining('The second was not.'),
      expect.stringContaining('Just written.'),
    ]);
  });

  test('WEB23 a paragraph of a summary is none with a number', async () => {
    const { reportId, idOf } = await makeReport(coordinator);
    const added = await coordinator.call('POST', `/api/reports/${reportId}/sections`, {
      title: 'Summary',
      kind: 'summary',
      leadDelegationId: idOf('JPN'),
      penHolderId: null,
      contributorIds: [],
    });
    expect(added.status).toBe(201);
    const page = await windowOf(drafter);
    await page.goto(`${server.url}/reports/${reportId}?section=${added.body.id}`);
    const kind = page.getByRole('button', { name: /^Kind of text/ });
    await kind.waitFor();
    expect(await kind.getAttribute('aria-label')).toBe('Kind of text: Paragraph');
    await kind.click();
    expect(await page.getByRole('menuitem').allTextContents()).not.toContain('Paragraph without number');
  });

  test('VER1 a version is restored on one screen while somebody types on another, and no word is lost', async () => {
    const { reportId, sectionId } = await writtenReport();
    const writer = await windowOf(drafter);
    await writer.goto(`${server.url}/reports/${reportId}?section=${sectionId}`);
    await writer.locator('.ProseMirror p[data-id="second"]').waitFor();
    const other = await windowOf(drafter);
    await other.goto(`${server.url}/reports/${reportId}/sections/${sectionId}/versions`);
    await other.getByRole('button', { name: 'Keep the text as it is now…' }).click();
    await other.getByLabel('Name').fill('At first');
    await other.keyboard.press('Enter');

    await writer.locator('.ProseMirror p[data-id="second"]').click();
    await writer.keyboard.press('End');
    const words = Array.from({ length: 40 }, (_, n) => `w${n}.`);
    await writer.keyboard.type(` ${words[0]}`);
    await other.getByRole('button', { name: 'Restore… At first' }).click();
    let typed = 1;
    const typing = (async () => {
      for (const word of words.slice(1)) {
        await writer.keyboard.type(` ${word}`, { delay: 15 });
        typed += 1;
      }
    })();
    await until(() => typed > 3);
    await other.getByRole('button', { name: 'Restore this version' }).click();
    await other.getByText('The text before is kept.').waitFor();
    await typing;
    await writer.locator('[data-saving="saved"]').waitFor();

    const now = textOf(await committed(sectionId));
    const { body: versions } = await coordinator.call('GET', `/api/sections/${sectionId}/versions`);
    const before = versions.find(({ reason }: { reason: string }) => reason === 'restore');
    const { body: kept } = await coordinator.call('GET', `/api/versions/${before.id}`);
    const everything = `${textOf(kept.document)} ${now}`;
    expect(now).toContain('The second was not.');
    expect(now, 'typed before').not.toContain('w0.');
    expect(now, 'typed after').toContain('w39.');
    // The word that was being typed at that moment is in both, in part.
    expect(words.filter((word) => !everything.includes(word)).length).toBeLessThan(2);
    expect(await writer.locator('.ProseMirror').textContent()).toContain('w39.');
  });
});

describe('by keyboard alone', () => {
  let page: Page;
  let made: Awaited<ReturnType<typeof makeReport>>;
  beforeAll(async () => {
    page = await strangerWindow({ viewport: { width: 1280, height: 800 } });
    made = await makeReport(coordinator);
  });

  const press = (keys: string) => page.keyboard.press(keys);
  const type = (text: string) => page.keyboard.type(text);

  /** Goes on with Tab until what has the focus is called so. */
  async function tabTo(role: 'link' | 'button' | 'radio', name: string | RegExp): Promise<void> {
    const wanted = page.getByRole(role, { name, exact: true });
    await wanted.first().waitFor();
    const hasFocus = (elements: Element[]) => elements.some((element) => element === document.activeElement);
    for (let step = 0; step < 80; step++) {
      if (await wanted.evaluateAll(hasFocus)) return;
      await press('Tab');
    }
    throw new Error(`Tab does not lead to ${name}`);
  }

  /** Through the door, and from the list of reports into this one. */
  async function signIn({ email }: LivePerson): Promise<void> {
    await page.context().clearCookies();
    await page.goto(`${server.url}/sign-in`);
    const address = page.getByLabel('E-mail address');
    await until(() => address.evaluate((field) => field === document.activeElement));
    await type(email);
    await press('Tab');
    await type(PASSWORD);
    await press('Enter');
    await page.getByRole('heading', { name: 'Reports' }).waitFor();
    await page.locator(`a[href="/reports/${made.reportId}"]`).focus();
    await press('Enter');
    await page.getByRole('heading', { name: /Findings/ }).waitFor();
  }

  async function move(to: string): Promise<void> {
    const moved = await coordinator.call('POST', `/api/sections/${made.sectionId}/stage`, { to });
    expect(moved.status).toBe(200);
  }

  async function comment(words: string): Promise<void> {
    await press('Control+Alt+m');
    await page.getByRole('textbox', { name: 'Comment', exact: true }).waitFor();
    await type(words);
    await press('Control+Enter');
    await page.getByRole('complementary', { name: 'Comments' }).getByText(words).waitFor();
  }

  test('WEB17 REV1 people sign in, go into a section, write and comment', async () => {
    await signIn(drafter);
    await tabTo('link', /Findings/);
    await press('Enter');
    await press('Enter');
    await page.locator('.ProseMirror:focus').waitFor();
    await type('Seen by keyboard.');
    for (let letter = 0; letter < 9; letter++) await press('Shift+ArrowLeft');
    await until(() => page.evaluate(() => document.getSelection()?.toString() === 'keyboard.'));
    await comment('Which one?');
    // Back where it was, so that the writing goes on.
    await page.locator('.ProseMirror:focus').waitFor();
    await press('ArrowRight');
    await type(' And gone on.');
    await until(async () => textOf(await committed(made.sectionId)) === 'Seen by keyboard. And gone on.');
    await press('Escape');
    await page.getByRole('button', { name: 'Write in Findings' }).waitFor();
  });

  test('WEB17 CLEAR2 they comment on a paragraph that they can only read, and take their state’s position', async () => {
    await move('review');
    await move('clearance');
    await page.getByRole('button', { name: 'Take position…' }).waitFor();
    await tabTo('link', 'Paragraph 1');
    await comment('The whole of it.');
    await tabTo('button', 'Take position…');
    await press('Enter');
    await tabTo('radio', /^Cleared$/);
    await press('Space');
    await tabTo('button', 'Take this position');
    await press('Enter');
    await page.getByRole('button', { name: 'Change position…' }).waitFor();
    await until(() => page.evaluate(() => document.activeElement !== document.body));
  });

  test('WEB17 PUB1 a coordinator marks the text as agreed and publishes it', async () => {
    const { digest } = (await coordinator.call('GET', `/api/sections/${made.sectionId}/text`)).body;
    for (const officer of officers) {
      const json = { kind: 'cleared', comment: '', digest };
      const taken = await officer.call('POST', `/api/sections/${made.sectionId}/positions`, json);
      expect(taken.status).toBe(201);
    }
    await signIn(coordinator);
    await tabTo('button', 'Mark as agreed…');
    await press('Enter');
    await page.getByRole('dialog').getByText('The text can be published').waitFor();
    await tabTo('button', 'Mark as agreed');
    await press('Enter');
    await page.getByRole('button', { name: /^Reopen/ }).waitFor();
    await tabTo('link', 'Publication');
    await press('Enter');
    await tabTo('button', 'Publish edition 1…');
    await press('Enter');
    await tabTo('button', 'Publish');
    await press('Enter');
    await page.getByRole('heading', { name: 'Edition 1 is public' }).waitFor({ timeout: 60_000 });
    const { body } = await coordinator.call('GET', `/api/reports/${made.reportId}`);
    expect(body.publications).toHaveLength(1);
  });
});

test('REV1 WEB1 on a phone, words are selected, commented on and answered', async () => {
  const { reportId, sectionId } = await writtenReport();
  const window = await browser.newContext({
    storageState: await (await drafter.window(browser)).storageState(),
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  });
  windows.push(window);
  const page = await window.newPage();
  await page.goto(`${server.url}/reports/${reportId}`);
  const words = page.locator('p[data-id="second"]');
  await words.waitFor();
  // What a long press and a drag of the handles come to, for which no test has fingers.
  await words.evaluate((block) => {
    const text = [...block.childNodes].findLast((node) => node instanceof Text);
    const from = text?.data.indexOf('second') ?? 0;
    if (text) document.getSelection()?.setBaseAndExtent(text, from, text, from + 'second'.length);
  });
  await page.getByRole('button', { name: 'Comment', exact: true }).tap();
  await page.getByLabel('Comment', { exact: true }).fill('Which one is that?');
  await page.getByRole('form', { name: 'New comment' }).getByRole('button', { name: 'Comment' }).tap();
  const card = page.getByRole('article', { name: 'Comment on “second”' });
  await card.getByLabel('Reply').fill('The smaller one.');
  await card.getByRole('button', { name: 'Reply' }).tap();
  await card.getByText('The smaller one.').waitFor();
  expect(await card.getByText('no longer in the text').count()).toBe(0);
  expect(await axeViolations(page)).toEqual([]);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  const { body } = await coordinator.call('GET', `/api/sections/${sectionId}/threads`);
  expect(body[0].comments.map((each: { body: string }) => each.body)).toEqual([
    'Which one is that?',
    'The smaller one.',
  ]);
  // Every screen of the report can be reached without looking for it beyond the edge.
  await page.getByRole('button', { name: 'Close', exact: true }).tap();
  for (const tab of await page.getByRole('navigation', { name: 'Report' }).getByRole('link').all()) {
    const box = await tab.boundingBox();
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(390);
  }
});

describe('what is not there', () => {
  test('WEB18 a screen says that it is loading, that it failed, and tries again when asked', async () => {
    const { reportId } = await writtenReport();
    const page = await windowOf(drafter);
    let answers: 'never' | 'failing' | 'well' = 'never';
    await page.route(/\/api\/(?:reports|sections)\b/, async (route) => {
      if (answers === 'well') await route.continue();
      else if (answers === 'failing')
        await route.fulfill({ status: 500, json: { error: { message: 'E-1' } } });
    });
    await page.goto(`${server.url}/reports/${reportId}`);
    await page.getByRole('status', { name: 'Loading the report' }).waitFor();
    answers = 'failing';
    await page.reload();
    await page.getByText('The report could not be loaded').waitFor();
    expect(await axeViolations(page)).toEqual([]);
    answers = 'well';
    await page.route('**/api/sections/*/text', (route) => route.fulfill({ status: 500, json: {} }), {
      times: 1,
    });
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('The text of “Findings” could not be loaded').waitFor();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('The first ship was seen.').waitFor();
  });

  test('WEB18 what could not be had without a network comes by itself when that is back', async () => {
    const { reportId } = await writtenReport();
    const page = await windowOf(drafter);
    await page.goto(`${server.url}/reports/${reportId}/clearance`);
    await page.getByRole('grid', { name: 'Clearance' }).waitFor();
    await page.goto(`${server.url}/reports/${reportId}`);
    await page.getByText('The first ship was seen.').waitFor();
    await page.context().setOffline(true);
    await page.getByText('You are offline, and what you see').waitFor();
    await page.getByRole('link', { name: 'Clearance', exact: true }).click();
    await page.getByText('The positions could not be loaded').waitFor();
    await page.context().setOffline(false);
    await page.getByRole('grid', { name: 'Clearance' }).waitFor();

    await page.context().setOffline(true);
    await page.getByRole('link', { name: 'Activity', exact: true }).click();
    await page.getByRole('heading', { name: 'Not here without a network' }).waitFor();
    await page.context().setOffline(false);
    await page.getByRole('heading', { name: 'Not here without a network' }).waitFor({ state: 'hidden' });
    await page.getByText('added the section').first().waitFor();
  });
});

test('AUTH7 AUTH11 a coordinator helps somebody who lost both their password and their second factor', async () => {
  const lost = await joinWorkspace(server, coordinator, 'USA', ['observer'], 'Ada Reyes');
  const { body: enrolled } = await lost.call('POST', '/api/auth/two-factor/enable', { password: PASSWORD });
  const secret = new URL(enrolled.totpURI).searchParams.get('secret') ?? '';
  expect((await lost.call('POST', '/api/auth/two-factor/verify-totp', { code: totp(secret) })).status).toBe(
    200,
  );

  const desk = await windowOf(coordinator);
  await desk.goto(`${server.url}/people`);
  await desk.getByRole('button', { name: 'Ada Reyes: more' }).click();
  await desk.getByRole('menuitem', { name: 'Let them set a new password…' }).click();
  await desk.getByRole('button', { name: 'Make the link' }).click();
  const link = await desk.getByRole('textbox', { name: 'Link' }).inputValue();
  await desk.getByRole('dialog').getByText('Close', { exact: true }).click();
  await desk.getByRole('button', { name: 'Ada Reyes: more' }).click();
  await desk.getByRole('menuitem', { name: 'Turn their lost second factor off…' }).click();
  expect(await axeViolations(desk)).toEqual([]);
  await desk.getByRole('button', { name: 'Turn it off' }).click();
  await desk.getByText('The second factor of Ada Reyes is off.').waitFor();

  const page = await strangerWindow();
  await page.goto(link);
  await page.locator('input[name="new-password"]').fill('quite another password');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.getByLabel('E-mail address').fill(lost.email);
  await page.locator('input[name="password"]').fill('quite another password');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Reports' }).waitFor();
});
