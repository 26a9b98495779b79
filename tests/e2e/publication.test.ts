import { createHash } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type XmlElement, XmlText } from 'yjs';
import { REFERENCE_CHARACTER } from '../../domain/document/inline-rules.ts';
import { type NodeJson, textOf } from '../../domain/document/outline.ts';
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
import { type PrintedPiece, readPdf, unspaced } from '../support/pdf.ts';
import { changeSection, writeSection } from '../support/section-writer.ts';
import { readTrace } from '../support/trace.ts';

let server: LiveServer;
let browser: Browser;
let coordinator: LivePerson;
let penHolder: LivePerson;
/** A clearing officer of each of the three states. */
let officers: { japan: LivePerson; korea: LivePerson; america: LivePerson };

beforeAll(async () => {
  [server, browser] = await Promise.all([startLive(), launchChromium()]);
  coordinator = await setUp(server);
  const { body: delegations } = await coordinator.call('GET', '/api/delegations');
  for (const { id, code } of delegations)
    if (!['JPN', 'ROK', 'USA'].includes(code)) await coordinator.call('DELETE', `/api/delegations/${id}`);
  penHolder = await joinWorkspace(server, coordinator, 'JPN', ['drafter'], 'Hana Sato');
  officers = {
    japan: await joinWorkspace(server, coordinator, 'JPN', ['clearing_officer'], 'Osamu Ito'),
    korea: await joinWorkspace(server, coordinator, 'ROK', ['clearing_officer'], 'Minjun Park'),
    america: await joinWorkspace(server, coordinator, 'USA', ['clearing_officer'], 'Grace Lee'),
  };
});
afterAll(async () => {
  await browser.close();
  await server.stop();
});

const text = (value: string, ...marks: NonNullable<NodeJson['marks']>): NodeJson => ({
  type: 'text',
  text: value,
  ...(marks.length > 0 && { marks }),
});
const call = (id: string) => text(REFERENCE_CHARACTER, { type: 'footnoteReference', attrs: { id } });
const reference = (target: string) =>
  text(REFERENCE_CHARACTER, { type: 'crossReference', attrs: { target } });
const block = (type: string, id: string, ...content: NodeJson[]): NodeJson => ({
  type,
  attrs: { id },
  content,
});
const paragraph = (id: string, ...content: NodeJson[]) => block('paragraph', id, ...content);
const cell = (type: 'tableHeader' | 'tableCell', id: string, value: string) =>
  block(type, id, paragraph(`${id}-text`, text(value)));

const move = (person: LivePerson, sectionId: string, to: string, reason?: string) =>
  person.call('POST', `/api/sections/${sectionId}/stage`, { to, reason });

async function textNow(sectionId: string): Promise<{ digest: string; document: NodeJson }> {
  return (await coordinator.call('GET', `/api/sections/${sectionId}/text`)).body;
}

const position = (person: LivePerson, sectionId: string, kind: string, digest: string, comment = '') =>
  person.call('POST', `/api/sections/${sectionId}/positions`, { kind, comment, digest });

/** From drafting to agreed, every state clearing it. */
async function agree(sectionId: string): Promise<void> {
  expect((await move(coordinator, sectionId, 'review')).status).toBe(200);
  expect((await move(coordinator, sectionId, 'clearance')).status).toBe(200);
  const { digest } = await textNow(sectionId);
  for (const officer of Object.values(officers))
    expect((await position(officer, sectionId, 'cleared', digest)).status).toBe(201);
  expect((await move(coordinator, sectionId, 'agreed')).status).toBe(200);
}

/** How each state stands on a section, by its code. */
async function standings(reportId: string, sectionId: string): Promise<Record<string, string>> {
  const { body } = await coordinator.call('GET', `/api/reports/${reportId}/clearance`);
  const codeOf = (id: string) => body.delegations.find((state: { id: string }) => state.id === id).code;
  return Object.fromEntries(
    body.cells
      .filter((cell: { sectionId: string }) => cell.sectionId === sectionId)
      .map((cell: { delegationId: string; standing: string }) => [codeOf(cell.delegationId), cell.standing]),
  );
}

async function published(reportId: string): Promise<string> {
  const { status, body } = await coordinator.call('POST', `/api/reports/${reportId}/publish`, {});
  expect(body).toEqual({ slug: expect.any(String) });
  expect(status).toBe(201);
  return `${server.url}/publications/${body.slug}`;
}

/** A file of an edition, as somebody gets it who has no account and sends no cookie. */
async function bytesOf(address: string): Promise<Buffer> {
  const response = await fetch(address, { credentials: 'omit' });
  expect(response.status, address).toBe(200);
  expect(response.headers.get('set-cookie')).toBeNull();
  return Buffer.from(await response.arrayBuffer());
}

/** The words, with their numbers, of everything on a page that was written under one of these ids. */
const wordsOf = (page: Page, ids: string[]): Promise<[string, string][]> =>
  page.evaluate((wanted) => {
    const words = (element: Element | null) => (element?.textContent ?? '').replaceAll(/\s+/g, ' ').trim();
    return wanted.map((id): [string, string] => {
      const element = document.querySelector(`[data-id="${id}"]`);
      const shown = element?.tagName === 'FIGURE' ? element.querySelector('figcaption') : element;
      return [id, words(shown ?? null)];
    });
  }, ids);

describe('from draft to publication', () => {
  let reportId: string;
  let findings: string;
  let method: string;
  let address: string;
  const ids = [
    'scope',
    'fact',
    'table',
    'port',
    'tonnes',
    'link',
    'note-1',
    'note-2',
    'advice',
    'way',
    'note-3',
  ];

  test('WF1 WF2 a section is written, reviewed, and put up for clearance, one step at a time', async () => {
    const { body: people } = await coordinator.call('GET', '/api/people');
    const pen = people.people.find(({ email }: { email: string }) => email === penHolder.email).id;
    const made = await makeReport(coordinator, pen);
    ({ reportId, sectionId: findings } = made);
    const added = await coordinator.call('POST', `/api/reports/${reportId}/sections`, {
      title: 'Method',
      kind: 'body',
      leadDelegationId: made.idOf('JPN'),
      penHolderId: pen,
      contributorIds: [],
    });
    method = added.body.id;
    await writeSection(server, penHolder, findings, [
      block('heading', 'scope', text('Deliveries by sea')),
      paragraph('fact', text('Four deliveries were seen.'), call('note-1'), text(' None was reported.')),
      {
        type: 'table',
        attrs: { id: 'table', caption: 'Deliveries seen', source: 'Own count' },
        content: [
          block(
            'tableRow',
            'row-1',
            cell('tableHeader', 'port', 'Port'),
            cell('tableHeader', 'sum', 'Tonnes'),
          ),
          block(
            'tableRow',
            'row-2',
            cell('tableCell', 'name', 'Anchorage'),
            cell('tableCell', 'tonnes', '1200'),
          ),
        ],
      },
      paragraph(
        'link',
        text('See '),
        reference('fact'),
        text(', '),
        reference('table'),
        text(' and '),
        reference('way'),
        text('.'),
        call('note-2'),
      ),
      block('recommendation', 'advice', text('States should report.')),
      block('footnote', 'note-1', text('Imagery of 3 March.')),
      block('footnote', 'note-2', text('Counted twice.')),
    ]);
    await writeSection(server, penHolder, method, [
      paragraph('way', text('Every image was dated.'), call('note-3')),
      block('footnote', 'note-3', text('By two people.')),
    ]);

    expect((await move(coordinator, findings, 'clearance')).status, 'a stage left out').toBe(409);
    expect((await move(officers.korea, findings, 'review')).status, 'somebody else’s step').toBe(403);
    expect((await move(penHolder, findings, 'review')).status).toBe(200);
    expect((await move(penHolder, findings, 'clearance')).status, 'a coordinator’s step').toBe(403);
    expect((await move(coordinator, findings, 'clearance')).status).toBe(200);
  });

  test('CLEAR1 WF3 an objection holds it up until the text is corrected, and a clearance of the old text is stale', async () => {
    const seen = await textNow(findings);
    expect((await position(officers.america, findings, 'cleared', seen.digest)).status).toBe(201);
    const silent = await position(officers.korea, findings, 'objection', seen.digest);
    expect(silent.status, 'an objection without words').toBe(422);
    const words = 'The number of deliveries is five.';
    expect((await position(officers.korea, findings, 'objection', seen.digest, words)).status).toBe(201);
    expect(await standings(reportId, findings)).toEqual({ JPN: 'none', ROK: 'current', USA: 'current' });
    const early = await move(coordinator, findings, 'agreed');
    expect(early.status).toBe(409);
    expect(early.body.error.message).toMatch(/Republic of Korea objects/);
    expect(early.body.error.message).toMatch(/Japan has taken no position/);
    expect(early.body.error.message).not.toContain('United States');

    expect((await move(coordinator, findings, 'review')).status, 'a step back without a reason').toBe(422);
    expect((await move(coordinator, findings, 'review', 'Korea counts five.')).status).toBe(200);
    await correctOnScreen();
    expect((await move(coordinator, findings, 'clearance')).status).toBe(200);

    expect(await standings(reportId, findings)).toEqual({ JPN: 'none', ROK: 'stale', USA: 'stale' });
    const late = await move(coordinator, findings, 'agreed');
    expect(late.status).toBe(409);
    expect(late.body.error.message).toMatch(/United States has to renew its position/);
    const old = await position(officers.america, findings, 'cleared', seen.digest);
    expect(old.status, 'a clearance of a text that is no more').toBe(409);
    await seeStaleOnScreen();

    const { digest } = await textNow(findings);
    for (const officer of [officers.america, officers.korea, officers.japan])
      expect((await position(officer, findings, 'cleared', digest)).status).toBe(201);
    expect(await standings(reportId, findings)).toEqual({ JPN: 'current', ROK: 'current', USA: 'current' });
    expect((await move(coordinator, findings, 'agreed')).status).toBe(200);
  });

  /** The pen-holder opens the section in review and types the correction behind the first paragraph. */
  async function correctOnScreen(): Promise<void> {
    const window = await penHolder.window(browser);
    const page = await window.newPage();
    await page.goto(`${server.url}/reports/${reportId}`);
    await page.getByRole('button', { name: 'Write in Findings' }).click();
    const shown = page.locator('.ProseMirror p[data-id="fact"]');
    await shown.click();
    await page.keyboard.press('End');
    await page.keyboard.type(' A fifth followed.');
    await until(async () => textOf((await textNow(findings)).document).includes('A fifth followed.'));
    await page.getByText('Saved', { exact: true }).first().waitFor();
    await window.close();
  }

  /** The state that had cleared sees at the section and in the clearance table that its clearance no longer stands. */
  async function seeStaleOnScreen(): Promise<void> {
    const window = await officers.america.window(browser);
    const page = await window.newPage();
    await page.goto(`${server.url}/reports/${reportId}`);
    const line = page.locator(`[data-section="${findings}"]`);
    await line.getByText('Cleared, stale: the text changed since').waitFor();
    await page.getByRole('link', { name: 'Clearance', exact: true }).click();
    await page.getByRole('button', { name: /^Stale.*United States.*Findings/ }).waitFor();
    await window.close();
  }

  test('WF3 nothing is published before every section is agreed', async () => {
    const early = await coordinator.call('POST', `/api/reports/${reportId}/publish`, {});
    expect(early.status).toBe(409);
    expect(early.body.error.message).toContain('1 section is not agreed yet');
    await agree(method);
    const other = await penHolder.call('POST', `/api/reports/${reportId}/publish`, {});
    expect(other.status).toBe(403);
    address = await published(reportId);
  });

  test('PUB2 PUB3 the page, the single file and the PDF say what the screen says, to the last number', async () => {
    const window = await penHolder.window(browser);
    const screen = await window.newPage();
    await screen.goto(`${server.url}/reports/${reportId}`);
    await screen.locator('[data-id="note-3"]').waitFor();
    const onScreen = await wordsOf(screen, ids);
    await window.close();
    expect(Object.fromEntries(onScreen)).toMatchObject({
      fact: '1 Four deliveries were seen.1 None was reported. A fifth followed.',
      link: '2 See paragraph 1, table 1 and paragraph 3.2',
      way: '3 Every image was dated.3',
      'note-3': '3 By two people.',
      table: 'Table 1 Deliveries seen',
    });

    const stranger = await browser.newContext();
    const page = await stranger.newPage();
    await page.goto(address);
    expect(await wordsOf(page, ids)).toEqual(onScreen);
    await page.setContent((await bytesOf(`${address}/report.html`)).toString());
    expect(await wordsOf(page, ids)).toEqual(onScreen);
    await stranger.close();

    const printed = await readPdf(await bytesOf(`${address}/report.pdf`));
    expect(printed.title).toContain('A report of a test');
    const body = unspaced(printed.pieces.map((piece) => piece.text).join(''));
    // In print a number of a paragraph or a recommendation has its point.
    for (const [id, words] of onScreen)
      expect(body, id).toContain(
        unspaced(['fact', 'link', 'way'].includes(id) ? words.replace(' ', '.') : words).replace(
          /^Recommendation1/,
          'Recommendation1.',
        ),
      );
    expect(body).toContain(unspaced('I. Findings'));
    expect(body).toContain(unspaced('II. Method'));
  });

  test('PUB1 every file has the SHA-256 of the manifest, and the same text is published once', async () => {
    const manifest = JSON.parse((await bytesOf(`${address}/manifest.json`)).toString());
    expect(manifest.files.map(({ name }: { name: string }) => name)).toEqual([
      'report.pdf',
      'report.html',
      'report.json',
    ]);
    for (const { name, sha256 } of manifest.files)
      expect(
        createHash('sha256')
          .update(await bytesOf(`${address}/${name}`))
          .digest('hex'),
      ).toBe(sha256);
    const again = await coordinator.call('POST', `/api/reports/${reportId}/publish`, {});
    expect(again.status).toBe(409);
  });
});

test('PUB2 a text of two people, as it was recorded, is in the PDF to the last letter', async () => {
  const { endContent } = readTrace();
  const { reportId, sectionId } = await makeReport(coordinator);
  await changeSection(server, penHolder, sectionId, (body) => {
    const first = body.get(0) as XmlElement; // a new section's one paragraph
    first.insert(0, [new XmlText(endContent)]);
  });
  await agree(sectionId);
  const address = await published(reportId);
  const { pieces } = await readPdf(await bytesOf(`${address}/report.pdf`));
  expect(firstDifference(unspaced(bodyText(pieces)), unspaced(endContent))).toBeNull();
});

/**
 * The running text alone: in the type of the text and right of the column where numbers hang, which leaves out
 * the title page, the contents, headings, numbers, and the head and foot of each page.
 */
function bodyText(pieces: PrintedPiece[]): string {
  const textSize = 10;
  const column = ((25 + 13) / 25.4) * 72; // the left margin and the column of numbers, 25 and 13 mm
  return pieces
    .filter(({ page, size, x }) => page > 2 && Math.abs(size - textSize) < 0.1 && x > column - 1)
    .map((piece) => piece.text)
    .join('');
}

/** Where two long texts part, with what stands around it in each; null where they are equal. */
function firstDifference(a: string, b: string): [string, string] | null {
  if (a === b) return null;
  const end = Math.max(a.length, b.length);
  let at = 0;
  while (at < end && a[at] === b[at]) at += 1;
  return [a.slice(Math.max(0, at - 40), at + 40), b.slice(Math.max(0, at - 40), at + 40)];
}
