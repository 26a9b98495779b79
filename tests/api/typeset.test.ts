import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { typeset } from '../../api/publication/typeset.ts';
import type { NodeJson } from '../../domain/document/outline.ts';
import { compose } from '../../domain/publication/compose.ts';
import { readPdf } from '../support/pdf.ts';

const paragraph = (id: string, text: string): NodeJson => ({
  type: 'paragraph',
  attrs: { id, numbered: true },
  content: [{ type: 'text', text }],
});
const report = (...content: NodeJson[]) =>
  compose(
    {
      symbol: 'MSMT/2026/1',
      title: 'A report',
      language: 'en',
      states: ['Japan'],
      edition: 1,
      publishedAt: '2026-11-24T00:00:00.000Z',
      sample: false,
    },
    [{ id: 's', kind: 'body', title: 'Findings', document: { type: 'doc', content } }],
  );

/** The text of the pages after the contents, without white space, headers and footers. */
async function bodyText(pdf: Buffer): Promise<string> {
  const document = await getDocument({ data: new Uint8Array(pdf), verbosity: 0 }).promise;
  let text = '';
  for (let number = 3; number <= document.numPages; number += 1) {
    const page = await document.getPage(number);
    const { items } = await page.getTextContent();
    for (const item of items) {
      if (!('str' in item)) continue;
      const [x, y] = [Number(item.transform[4]), Number(item.transform[5])];
      // Nothing may stick out of the paper, and the head and foot repeat on every page.
      expect(x + item.width).toBeLessThan(595 - 60);
      if (y > 70 && y < 770) text += item.str;
    }
  }
  return text.replace(/\s+/g, '');
}

describe('typesetting', () => {
  // Jobs of other test files make their folders elsewhere.
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'rapporteur-test-'));
    vi.stubEnv('TMPDIR', folder);
  });
  afterAll(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true });
  });

  test('WEB20 a row of a table without words is a line high', async () => {
    const row = (...words: (string | null)[]): NodeJson => ({
      type: 'tableRow',
      content: words.map((text) => ({
        type: 'tableCell',
        ...(text !== null && {
          content: [{ type: 'paragraph', content: text === '' ? [] : [{ type: 'text', text }] }],
        }),
      })),
    });
    const heights = await Promise.all(
      [row('words', ''), row('', ''), row(null, null)].map(async (middle) => {
        const table = {
          type: 'table',
          attrs: { id: 't' },
          content: [row('Above', ''), middle, row('Below', '')],
        };
        const { pieces } = await readPdf((await typeset(report(table), new Map(), { as: 'edition' })).pdf);
        const at = (words: string) => pieces.find(({ text }) => text === words)?.y ?? Number.NaN;
        return (at('Above') - at('Below')).toFixed(1);
      }),
    );
    expect(heights).toEqual([heights[0], heights[0], heights[0]]);
    expect(Number(heights[0])).toBeGreaterThan(20);
  });

  test('PUB2 prints every character of a long text with line breaks, long words and other scripts', async () => {
    const words = Array.from({ length: 3000 }, (_, i) => `word${i}${i % 50 === 0 ? '\n' : ' '}`).join('');
    const text = `${words}${'x'.repeat(500)} 조선민주주의인민공화국 漢字 #let $x$ \\ "quoted" <b:s> @ref`;
    const { pdf, standard, complaints } = await typeset(report(paragraph('p', text)), new Map(), {
      as: 'edition',
    });
    expect(complaints).toEqual([]);
    expect(standard).toBe('ua-1');
    expect(await bodyText(pdf)).toBe(`I.Findings1.${text.replace(/\s+/g, '')}`);
  });

  test('PUB2 goes on with contents that are longer than a page on the next', async () => {
    const headings = Array.from({ length: 90 }, (_, i): NodeJson[] => [
      {
        type: 'heading',
        attrs: { id: `h${i}`, level: 2 },
        content: [{ type: 'text', text: `Matter ${i + 1}` }],
      },
      paragraph(`p${i}`, 'Text.'),
    ]);
    const { pdf } = await typeset(report(...headings.flat()), new Map(), { as: 'edition' });
    const { pieces } = await readPdf(pdf);
    const contents = pieces.filter(({ page, text }) => page < 5 && text.startsWith('Matter'));
    const places = contents.slice(0, 90).map(({ page, y }) => page * 1000 - y);
    // Each below the one before it, and none where the foot of the page stands.
    expect(places.every((place, i) => i === 0 || place - (places[i - 1] ?? 0) > 8)).toBe(true);
    expect(Math.min(...contents.map(({ y }) => y))).toBeGreaterThan(70);
  });

  test('PUB2 prints the same report to the same bytes', async () => {
    const [first, second] = [
      await typeset(report(paragraph('p', 'Same.')), new Map(), { as: 'edition' }),
      await typeset(report(paragraph('p', 'Same.')), new Map(), { as: 'edition' }),
    ];
    expect(first.pdf.equals(second.pdf)).toBe(true);
  });

  test('PUB2 still prints, tagged but without the claim, what no font can show', async () => {
    const { pdf, standard, complaints } = await typeset(
      report(paragraph('p', 'A \u{1F6A2} ship.')),
      new Map(),
      { as: 'edition' },
    );
    expect(standard).toBe('1.7');
    expect(complaints[0]).toContain('could not be displayed');
    expect(await bodyText(pdf)).toContain('ship.');
  });

  test('PUB5 a job that takes too long or too much memory is killed, said so, and leaves nothing behind', async () => {
    const large = report(
      ...Array.from({ length: 4000 }, (_, i) => paragraph(`p${i}`, 'Many words. '.repeat(60))),
    );
    await expect(
      typeset(large, new Map(), { as: 'edition', limits: { timeoutMs: 700, memoryMb: 4000 } }),
    ).rejects.toMatchObject({
      code: 'too_large',
      message: expect.stringContaining('more than 0.7 seconds'),
    });
    // Only Linux tells how much memory a process has.
    if (process.platform === 'linux')
      await expect(
        typeset(large, new Map(), { as: 'edition', limits: { timeoutMs: 60_000, memoryMb: 60 } }),
      ).rejects.toMatchObject({
        code: 'too_large',
        message: expect.stringContaining('more than 60 MB of memory'),
      });
    expect(tmpdir()).toBe(folder);
    expect(readdirSync(folder)).toEqual([]);
  });
});
