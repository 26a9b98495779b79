import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Answer, type TestApi, testApi } from '../support/api.ts';
import { GIF, JPEG, PNG, WEBP_LOSSY } from '../support/pictures.ts';
import { bringTo, type Cast, cast, makeReport, makeSection } from '../support/report-case.ts';

const UNKNOWN = '00000000-0000-4000-8000-000000000000';
const SVG = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');

describe('pictures', () => {
  let api: TestApi;
  let people: Cast;
  let report: string;
  let section: string;
  beforeAll(async () => {
    api = await testApi();
    people = await cast(api);
    report = await makeReport(people.coordinator);
    section = await makeSection(people, report);
  });
  afterAll(() => api.close());

  const upload = async (
    { client }: Pick<Cast['drafter'], 'client'>,
    bytes: Buffer,
    { to = report, name = 'quay.png', type = 'image/png' } = {},
  ): Promise<Answer> => {
    const form = new FormData();
    form.set('file', new File([new Uint8Array(bytes)], name, { type }));
    const response = await client.fetch(`/api/reports/${to}/files`, { method: 'POST', body: form });
    return { status: response.status, headers: response.headers, body: await response.json() };
  };
  const kept = async () =>
    (await api.context.db.selectFrom('file').select(['id', 'name', 'sha256', 'uploadedBy']).execute()).length;

  test.each([
    ['PNG', PNG, 'image/png'],
    ['JPEG', JPEG, 'image/jpeg'],
    ['GIF', GIF, 'image/gif'],
    ['WebP', WEBP_LOSSY, 'image/webp'],
  ])(
    'FILE1 a %s is kept and given back byte by byte, whatever it was called',
    async (_name, bytes, mediaType) => {
      const { status, body } = await upload(people.drafter, bytes, { name: 'page.html', type: 'text/html' });
      expect(status).toBe(201);
      expect(body).toEqual({ id: expect.any(String), width: 7, height: 5, mediaType });

      const response = await people.observer.client.fetch(`/api/files/${body.id}`);
      expect(response.headers.get('Content-Type')).toBe(mediaType);
      expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff');
      expect(response.headers.get('Content-Security-Policy')).toBe("default-src 'none'; sandbox");
      expect(response.headers.get('Cache-Control')).toBe('private, max-age=31536000, immutable');
      expect(Buffer.from(await response.arrayBuffer())).toEqual(Buffer.from(bytes));
    },
  );

  test.each([
    ['an SVG', SVG, { name: 'map.svg', type: 'image/svg+xml' }],
    ['an SVG that is called a PNG', SVG, {}],
    ['a page that is called a PNG', Buffer.from('<!doctype html><p>Hello'), {}],
    ['an empty file', Buffer.alloc(0), {}],
    ['a PNG cut off before its size', PNG.subarray(0, 20), {}],
  ])('FILE1 %s is refused, and nothing is kept', async (_what, bytes, as) => {
    const before = await kept();
    const { status, body } = await upload(people.drafter, bytes, as);
    expect([status, body.error.fields[0].path]).toEqual([422, 'file']);
    expect(await kept()).toBe(before);
  });

  test('FILE1 a picture of more pixels than can be shown is refused, however few its bytes', async () => {
    const vast = Buffer.from(PNG);
    vast.writeUInt32BE(60_000, 16);
    vast.writeUInt32BE(60_000, 20);
    const { status, body } = await upload(people.drafter, vast);
    expect(status).toBe(422);
    expect(body.error.message).toMatch(/60000 by 60000 pixels/);
  });

  test('FILE1 a picture of exactly 10 MB is taken, one byte more is too large', async () => {
    const largest = Buffer.concat([PNG, Buffer.alloc(10 * 1024 * 1024 - PNG.length)]);
    expect((await upload(people.drafter, largest)).status).toBe(201);
    const before = await kept();
    for (const bytes of [Buffer.concat([largest, Buffer.alloc(1)]), Buffer.concat([largest, largest])]) {
      const { status, body } = await upload(people.drafter, bytes);
      expect([status, body.error.code]).toEqual([413, 'too_large']);
    }
    expect(await kept()).toBe(before);
  });

  test('SEC1 a form without a file is refused by name', async () => {
    for (const [field, value] of [
      ['file', 'text'],
      ['picture', new File([PNG], 'quay.png')],
    ] as const) {
      const form = new FormData();
      form.set(field, value);
      const response = await people.drafter.client.fetch(`/api/reports/${report}/files`, {
        method: 'POST',
        body: form,
      });
      expect(response.status).toBe(422);
      expect((await response.json()).error.fields[0].path).toBe('file');
    }
  });

  test('FILE2 the same picture is kept once for a report, also when it arrives several times at once', async () => {
    const bytes = Buffer.concat([PNG, Buffer.from('once')]);
    const answers = await Promise.all([1, 2, 3].map(() => upload(people.drafter, bytes)));
    expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
    const other = await makeReport(people.coordinator);
    const elsewhere = await upload(people.coordinator, bytes, { to: other });
    expect(elsewhere.body.id).not.toBe(answers[0]?.body.id);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const rows = await api.context.db.selectFrom('file').where('sha256', '=', sha256).select('id').execute();
    expect(rows).toHaveLength(2);
  });

  test('FILE3 only who may write in the report adds a picture', async () => {
    const before = await kept();
    const bytes = Buffer.concat([PNG, Buffer.from('rights')]);
    for (const who of [people.observer, people.officer, people.outsider])
      expect((await upload(who, bytes)).status).toBe(403);
    expect((await upload({ client: api.stranger() }, bytes)).status).toBe(401);
    expect(await kept()).toBe(before);
    expect((await upload(people.coordinator, bytes)).status).toBe(201);
  });

  test('FILE3 nobody adds pictures to frozen text but a coordinator, and strangers see none', async () => {
    const { id } = (await upload(people.drafter, PNG)).body;
    await bringTo(api, people, section, 'clearance');
    const bytes = Buffer.concat([PNG, Buffer.from('late')]);
    expect((await upload(people.drafter, bytes)).status).toBe(403);
    expect((await api.stranger().fetch(`/api/files/${id}`)).status).toBe(401);
    expect((await people.observer.client.fetch(`/api/files/${id}`)).status).toBe(200);
  });

  test('SEC1 unknown files and reports are not found', async () => {
    for (const id of [UNKNOWN, 'quay.png']) {
      expect((await people.drafter.client.get(`/api/files/${id}`)).status).toBe(404);
      expect((await upload(people.coordinator, PNG, { to: id })).status).toBe(404);
    }
  });
});
