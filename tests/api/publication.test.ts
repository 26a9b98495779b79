import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deflateSync } from 'node:zlib';
import { prosemirrorJSONToYXmlFragment } from '@tiptap/y-tiptap';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changeText } from '../../db/text/change.ts';
import { transact } from '../../db/transaction.ts';
import { REFERENCE_CHARACTER } from '../../domain/document/inline-rules.ts';
import type { NodeJson } from '../../domain/document/outline.ts';
import { BODY, schema } from '../../domain/document/schema.ts';
import { type Client, type TestApi, testApi } from '../support/api.ts';
import { readPdf } from '../support/pdf.ts';
import {
  bringTo,
  type Cast,
  cast,
  makeReport,
  makeSection,
  takePositions,
  write,
} from '../support/report-case.ts';

const text = (value: string, ...marks: NonNullable<NodeJson['marks']>): NodeJson => ({
  type: 'text',
  text: value,
  ...(marks.length > 0 && { marks }),
});
const call = (id: string) => text(REFERENCE_CHARACTER, { type: 'footnoteReference', attrs: { id } });
const reference = (target: string) =>
  text(REFERENCE_CHARACTER, { type: 'crossReference', attrs: { target } });
const paragraph = (id: string, ...content: NodeJson[]): NodeJson => ({
  type: 'paragraph',
  attrs: { id },
  content,
});
const footnote = (id: string, value: string): NodeJson => ({
  type: 'footnote',
  attrs: { id },
  content: [text(value)],
});
const cell = (type: 'tableCell' | 'tableHeader', id: string, ...content: NodeJson[]): NodeJson => ({
  type,
  attrs: { id },
  content: [paragraph(`${id}-p`, ...content)],
});

/** A grey picture that every decoder takes. */
function png(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 0, 0, 0, 0], 8);
  const rows = Buffer.alloc((width + 1) * height, 0x80);
  for (let y = 0; y < height; y += 1) rows[y * (width + 1)] = 0;
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function crc(bytes: Buffer): number {
  let value = 0xffffffff;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  }
  return (value ^ 0xffffffff) >>> 0;
}

describe('publication', () => {
  let api: TestApi;
  let people: Cast;
  beforeAll(async () => {
    api = await testApi();
    people = await cast(api);
  });
  afterAll(() => api.close());

  /** Replaces a section's text. */
  const setText = (reportId: string, sectionId: string, content: NodeJson[]) =>
    transact(api.context, people.drafter, (action) =>
      changeText(action, { id: sectionId, reportId }, people.drafter, (ydoc) => {
        const body = ydoc.getXmlFragment(BODY);
        body.delete(0, body.length);
        prosemirrorJSONToYXmlFragment(schema, { type: 'doc', content }, body);
      }),
    );

  const upload = async (reportId: string, bytes: Buffer): Promise<string> => {
    const form = new FormData();
    form.set('file', new Blob([new Uint8Array(bytes)]), 'picture.png');
    const response = await people.drafter.client.fetch(`/api/reports/${reportId}/files`, {
      method: 'POST',
      body: form,
    });
    const body = await response.json();
    if (!response.ok) throw new Error(JSON.stringify(body));
    return body.id;
  };

  /** A report of two sections, one of them with everything that can stand in a section. */
  const fullReport = async () => {
    const reportId = await makeReport(people.coordinator);
    const [first, second] = [
      await makeSection(people, reportId, { title: 'Methods' }),
      await makeSection(people, reportId, { title: 'Findings & <facts>' }),
    ];
    const picture = await upload(reportId, png(320, 200));
    await setText(reportId, first, [
      { type: 'heading', attrs: { id: 'head', level: 2 }, content: [text('Mandate')] },
      paragraph('one', text('Alpha statement.'), call('note-1'), text(' More #strong[of] $it$.')),
      paragraph(
        'two',
        text('Bravo points to '),
        reference('four'),
        text(' and '),
        reference('table'),
        text('.'),
        call('note-2'),
      ),
      footnote('note-1', 'Charlie source.'),
      footnote('note-2', 'Delta source.'),
      footnote('orphan', 'SECRET ORPHAN'),
    ]);
    await setText(reportId, second, [
      paragraph(
        'three',
        text('Echo statement.', { type: 'comment', attrs: { id: 'SECRET-THREAD' } }),
        call('note-3'),
      ),
      {
        type: 'table',
        attrs: { id: 'table', caption: 'Foxtrot deliveries', source: 'Golf' },
        content: [
          {
            type: 'tableRow',
            attrs: { id: 'r1' },
            content: [
              cell('tableHeader', 'c1', text('Port'), call('note-4')),
              cell('tableHeader', 'c2', text('Tonnes')),
            ],
          },
          {
            type: 'tableRow',
            attrs: { id: 'r2' },
            content: [cell('tableCell', 'c3', text('Hotel')), cell('tableCell', 'c4', text('1200'))],
          },
        ],
      },
      {
        type: 'figure',
        attrs: {
          id: 'figure',
          file: picture,
          caption: 'India ship',
          source: 'Juliett',
          alternative: 'A grey ship',
        },
      },
      paragraph('four', text('Kilo statement.')),
      { type: 'recommendation', attrs: { id: 'rec' }, content: [text('Lima should act.')] },
      footnote('note-3', 'Mike source.'),
      footnote('note-4', 'November source.'),
    ]);
    return { reportId, first, second, picture };
  };

  const pdfText = async (bytes: Uint8Array) => {
    const pdf = await getDocument({ data: bytes, verbosity: 0 }).promise;
    const pages: string[] = [];
    for (let number = 1; number <= pdf.numPages; number += 1) {
      const { items } = await (await pdf.getPage(number)).getTextContent();
      pages.push(items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join(''));
    }
    return pages.join('\n');
  };
  const file = async (client: Client, slug: string, name: string) => {
    const response = await client.fetch(`/publications/${slug}/${name}`);
    return { response, bytes: Buffer.from(await response.arrayBuffer()) };
  };

  describe('of a whole report', () => {
    let slug: string;
    let reportId: string;
    let second: string;
    let stranger: Client;
    beforeAll(async () => {
      stranger = api.stranger();
      const made = await fullReport();
      ({ reportId, second } = made);
      await bringTo(api, people, made.first, 'agreed');
      await bringTo(api, people, second, 'agreed');
      const { body, status } = await people.coordinator.client.post(`/api/reports/${reportId}/publish`, {});
      if (status !== 201) throw new Error(JSON.stringify(body));
      slug = body.slug;
    }, 60_000);

    test('PUB2 the PDF prints the text and the numbers of the screen', async () => {
      const { response, bytes } = await file(stranger, slug, 'report.pdf');
      expect(response.headers.get('Content-Type')).toBe('application/pdf');
      expect(response.headers.get('Content-Disposition')).toBe(`inline; filename="${slug}.pdf"`);
      const printed = (await pdfText(new Uint8Array(bytes))).replace(/\s+/g, ' ');
      for (const expected of [
        /1\. ?Alpha statement\. ?1 ?More #strong\[of\] \$it\$\./,
        /2\. ?Bravo points to paragraph 4 and table 1\. ?2/,
        /3\. ?Echo statement\. ?3/,
        /4\. ?Kilo statement\./,
        /1 ?Charlie source\./,
        /2 ?Delta source\./,
        /3 ?Mike source\./,
        /a ?November source\./,
        /Table 1 ?Foxtrot deliveries/,
        /Figure 1 ?India ship/,
        /Recommendation 1\. ?Lima should act\./,
        /I\. ?Methods/,
        /II\. ?Findings & <facts>/,
        /page 3 of 3/,
      ])
        expect(printed).toMatch(expected);
      expect(printed).not.toContain('SECRET');
      expect(bytes.toString('latin1')).toContain('pdfuaid:part>1');
    });

    test('PUB2 the page and the single file print the same text and numbers', async () => {
      const page = await stranger.fetch(`/publications/${slug}`);
      const single = await file(stranger, slug, 'report.html');
      for (const html of [await page.text(), single.bytes.toString()]) {
        expect(html).toContain('aria-label="Paragraph 1">1</a> Alpha statement.');
        expect(html).toContain('<a href="#p-four">paragraph 4</a>');
        expect(html).toContain(
          '<span class="label">Table 1</span> <span class="caption">Foxtrot deliveries</span>',
        );
        expect(html).toContain('>a</a> November source.</li>');
        expect(html).toContain('II. Findings &amp; &lt;facts&gt;</h2>');
        expect(html).not.toMatch(/SECRET|<script|<facts| style=| on\w+=/);
      }
    });

    test('PUB1 every file has the SHA-256 of the manifest, which sha256sum confirms offline', async () => {
      const manifest = JSON.parse((await file(stranger, slug, 'manifest.json')).bytes.toString());
      expect(manifest.files.map(({ name }: { name: string }) => name)).toEqual([
        'report.pdf',
        'report.html',
        'report.json',
        expect.stringMatching(/^image-[0-9a-f]{16}\.png$/),
      ]);
      const folder = mkdtempSync(path.join(tmpdir(), 'rapporteur-verify-'));
      const lines: string[] = [];
      for (const { name, size, sha256 } of manifest.files) {
        const { bytes, response } = await file(stranger, slug, name);
        expect(bytes.length).toBe(size);
        expect(response.headers.get('ETag')).toBe(`"${sha256}"`);
        expect(response.headers.get('Cache-Control')).toContain('immutable');
        expect(createHash('sha256').update(bytes).digest('hex')).toBe(sha256);
        writeFileSync(path.join(folder, name), bytes);
        lines.push(`${sha256}  ${name}`);
      }
      if (process.platform === 'linux')
        execFileSync('sha256sum', ['--check', '--status'], { cwd: folder, input: lines.join('\n') });
      rmSync(folder, { recursive: true });
      expect(
        manifest.sections.map(({ number, title }: { number: string; title: string }) => [number, title]),
      ).toEqual([
        ['I', 'Methods'],
        ['II', 'Findings & <facts>'],
      ]);
      expect(manifest.sections[0].positions).toHaveLength(11);
      expect(manifest.sections[0].positions[0]).toMatchObject({ state: 'Australia', position: 'cleared' });
    });

    test('PUB1 nothing can change or delete an edition', async () => {
      const { db } = api.context;
      await expect(db.updateTable('publication').set({ title: 'Other' }).execute()).rejects.toThrow(
        'never changed',
      );
      await expect(db.updateTable('publicationFile').set({ sha256: '' }).execute()).rejects.toThrow(
        'never changed',
      );
      await expect(db.deleteFrom('publicationFile').execute()).rejects.toThrow('never changed');
    });

    test('PUB3 SEC2 the public page takes and sets no cookie, has a strict policy, and opens no door to anything else', async () => {
      const page = await stranger.fetch(`/publications/${slug}`);
      expect(page.status).toBe(200);
      expect(page.headers.get('Set-Cookie')).toBeNull();
      expect(page.headers.get('Content-Security-Policy')).toMatch(
        /^default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self';/,
      );
      const html = await page.text();
      const addresses = [...html.matchAll(/(?:src|href)="([^"#]+)"/g)].map(([, address = '']) => address);
      for (const address of new Set(addresses)) {
        expect(address).toMatch(/^\/publications\//);
        expect((await stranger.fetch(address)).status, address).toBe(200);
      }
      for (const closed of [
        `/api/reports/${reportId}`,
        `/api/reports/${reportId}/preflight`,
        `/api/reports/${reportId}/publications`,
      ])
        expect((await stranger.fetch(closed)).status).toBe(401);
      for (const missing of [
        '/publications/nothing',
        `/publications/${slug}/secret.txt`,
        `/publications/${slug}/..%2f..%2fpackage.json`,
        '/publications/assets/..%2fpackage.json',
        '/publications',
      ])
        expect((await stranger.fetch(missing)).status, missing).toBe(404);
      const again = await stranger.fetch(`/publications/${slug}`, {
        headers: { 'If-None-Match': page.headers.get('ETag') ?? '' },
      });
      expect(again.status).toBe(304);
    });

    test('PUB1 EVT1 publication is recorded, and the same text is not published twice', async () => {
      const events = await api.context.db
        .selectFrom('event')
        .where('reportId', '=', reportId)
        .where('kind', '=', 'report.published')
        .select(['actorId', 'details'])
        .execute();
      expect(events).toEqual([
        { actorId: people.coordinator.userId, details: expect.objectContaining({ edition: 1, slug }) },
      ]);
      const again = await people.coordinator.client.post(`/api/reports/${reportId}/publish`, {});
      expect(again.status).toBe(409);
      expect(again.body.error.message).toContain('A new edition needs a change');
      const { body: check } = await people.coordinator.client.get(`/api/reports/${reportId}/preflight`);
      expect(check.edition).toMatchObject({ edition: 2, slug: `${slug}-2`, isNew: false });
    });

    test('PUB1 a new edition leaves the old one as it was, and the old one points to it', async () => {
      const before = await file(stranger, slug, 'report.pdf');
      const reopened = await people.coordinator.client.post(`/api/sections/${second}/stage`, {
        to: 'review',
        reason: 'A correction',
      });
      expect(reopened.status).toBe(200);
      await setText(reportId, second, [paragraph('three', text('Echo statement, corrected.'))]);
      // Paragraph 4 and table 1 are gone now, which the first section still refers to.
      const { body: check } = await people.coordinator.client.get(`/api/reports/${reportId}/preflight`);
      expect(check.findings.map(({ kind }: { kind: string }) => kind)).toContain('dangling_reference');
      await setText(reportId, second, [
        paragraph('three', text('Echo statement, corrected.')),
        paragraph('four', text('Kilo.')),
        { type: 'table', attrs: { id: 'table', caption: 'C', source: '' }, content: [] },
      ]);
      await people.coordinator.client.post(`/api/sections/${second}/stage`, { to: 'clearance' });
      await bringToAgreed(second);
      const { body, status } = await people.coordinator.client.post(`/api/reports/${reportId}/publish`, {});
      expect(status, JSON.stringify(body)).toBe(201);
      expect(body.slug).toBe(`${slug}-2`);

      expect((await file(stranger, slug, 'report.pdf')).bytes.equals(before.bytes)).toBe(true);
      const old = await (await stranger.fetch(`/publications/${slug}`)).text();
      expect(old).toContain('Echo statement.');
      expect(old).toContain(`<a href="/publications/${slug}-2">edition 2</a>`);
      expect(await (await stranger.fetch(`/publications/${slug}-2`)).text()).toContain(
        'Echo statement, corrected.',
      );
    }, 60_000);

    const bringToAgreed = async (sectionId: string) => {
      const codes = await api.context.db.selectFrom('delegation').select('code').execute();
      await takePositions(
        api,
        people.officer,
        sectionId,
        Object.fromEntries(codes.map(({ code }) => [code, 'cleared'])),
      );
      const { status, body } = await people.coordinator.client.post(`/api/sections/${sectionId}/stage`, {
        to: 'agreed',
      });
      expect(status, JSON.stringify(body)).toBe(200);
    };
  });

  test('PUB7 whoever may read a report can look at it as a PDF that calls itself a draft on every page', async () => {
    const reportId = await makeReport(people.coordinator);
    const sectionId = await makeSection(people, reportId, { title: 'Half done' });
    await write(api, people.drafter, reportId, sectionId, 'Nobody has agreed to this yet.');
    const address = `/api/reports/${reportId}/draft.pdf`;
    const response = await people.observer.client.fetch(address);
    expect([response.status, response.headers.get('Content-Type')]).toEqual([200, 'application/pdf']);
    expect(response.headers.get('Cache-Control')).toBe('no-store');
    const { pages, pieces } = await readPdf(new Uint8Array(await response.arrayBuffer()));
    const marked = pieces
      .filter(({ text }) => text.includes('DRAFT — not published'))
      .map(({ page }) => page);
    expect(marked).toEqual(Array.from({ length: pages }, (_, i) => i + 1));
    const words = pieces.map(({ text }) => text).join('');
    expect(words).toContain('Nobody has agreed to this yet.');
    expect(words).not.toContain('Edition 1');
    expect((await people.observer.client.fetch(address, { signal: AbortSignal.timeout(300) })).status).toBe(
      503,
    );
    expect((await api.stranger().fetch(address)).status).toBe(401);
    const nowhere = `/api/reports/${sectionId}/draft.pdf`;
    expect((await people.observer.client.fetch(nowhere)).status).toBe(404);
    const followed = await people.observer.client.fetch(nowhere, {
      headers: { 'Sec-Fetch-Mode': 'navigate' },
    });
    expect([followed.status, await followed.text()]).toEqual([404, 'There is no such report.']);
  });

  test('WF1 only a coordinator publishes, and only what is agreed and passes the check', async () => {
    const reportId = await makeReport(people.coordinator);
    const publish = (client: Client) => client.post(`/api/reports/${reportId}/publish`, {});
    expect((await publish(people.coordinator.client)).status).toBe(409);
    const sectionId = await makeSection(people, reportId);
    expect((await publish(people.drafter.client)).status).toBe(403);
    expect((await publish(people.coordinator.client)).body.error.message).toBe(
      '1 section is not agreed yet.',
    );
    const other = await makeSection(people, reportId, { title: 'Sources' });
    await setText(reportId, other, [paragraph('gone', text('There.'))]);
    await setText(reportId, sectionId, [paragraph('a', text('See '), reference('gone'))]);
    await bringTo(api, people, sectionId, 'agreed');
    const removed = await people.coordinator.client.delete(`/api/sections/${other}`, {
      reason: 'Not needed.',
    });
    expect(removed.status).toBe(200);
    const refused = await publish(people.coordinator.client);
    expect(refused.status).toBe(422);
    expect(refused.body.error.fields).toEqual([
      { path: 'a', message: expect.stringContaining('no longer there') },
    ]);
    expect(
      await api.context.db.selectFrom('publication').where('reportId', '=', reportId).selectAll().execute(),
    ).toEqual([]);
  });

  test('PUB1 of two who publish at once, one wins and the other is told', async () => {
    const reportId = await makeReport(people.coordinator);
    const sectionId = await makeSection(people, reportId);
    await setText(reportId, sectionId, [paragraph('a', text('Once.'))]);
    await bringTo(api, people, sectionId, 'agreed');
    const both = await Promise.all(
      [1, 2].map(() => people.coordinator.client.post(`/api/reports/${reportId}/publish`, {})),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    const { body } = await people.observer.client.get(`/api/reports/${reportId}/publications`);
    expect(body.map(({ edition }: { edition: number }) => edition)).toEqual([1]);
  }, 60_000);

  test('PUB6 two reports of one name that are published at once both are, at addresses of their own', async () => {
    const ready = async (symbol: string) => {
      const { body } = await people.coordinator.client.post('/api/reports', {
        symbol,
        title: symbol,
        languages: ['en'],
        template: 'empty',
      });
      const section = await makeSection(people, body.id);
      await setText(body.id, section, [paragraph('only', text(symbol))]);
      await bringTo(api, people, section, 'agreed');
      return String(body.id);
    };
    const reports = [await ready('RACE/2026/1'), await ready('RACE-2026-1'), await ready('race.2026.1')];
    const answers = await Promise.all(
      reports.map((id) => people.coordinator.client.post(`/api/reports/${id}/publish`, {})),
    );
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    const slugs = answers.map(({ body }) => String(body.slug));
    expect(new Set(slugs).size).toBe(3);
    expect(slugs).toContain('race-2026-1');
    for (const [index, symbol] of ['RACE/2026/1', 'RACE-2026-1', 'race.2026.1'].entries()) {
      const { response, bytes } = await file(api.stranger(), slugs[index] ?? '', 'manifest.json');
      expect(response.status).toBe(200);
      expect(JSON.parse(bytes.toString())).toMatchObject({ symbol, edition: 1 });
    }
  });

  test('PUB3 a public address that names nothing is not found, whatever it is made of', async () => {
    for (const address of ['%00', 'a%00/report.pdf', 'race/%00', '%ED%A0%80', '..%2f..%2fetc', '%'])
      expect((await api.stranger().fetch(`/publications/${address}`)).status).toBe(404);
  });

  test('PUB1 a picture that cannot be decoded is named, and nothing is published', async () => {
    const reportId = await makeReport(people.coordinator);
    const sectionId = await makeSection(people, reportId);
    const whole = png(40, 40);
    const broken = await upload(reportId, Buffer.concat([whole.subarray(0, 50), Buffer.alloc(40, 7)]));
    await setText(reportId, sectionId, [
      paragraph('a', text('Text.')),
      { type: 'figure', attrs: { id: 'f', file: broken, caption: 'C', source: '', alternative: 'A' } },
    ]);
    await bringTo(api, people, sectionId, 'agreed');
    const { status, body } = await people.coordinator.client.post(`/api/reports/${reportId}/publish`, {});
    expect(status).toBe(422);
    expect(body.error.message).toContain('The image of figure 1 cannot be read');
    expect((await people.coordinator.client.get(`/api/reports/${reportId}`)).body.stage).toBe('agreed');
  }, 60_000);
});
