import * as encoding from 'lib0/encoding';
import { describe, expect, test } from 'vitest';
import * as Y from 'yjs';
import { Shadow } from '../../collab/gate.ts';
import { BODY, schema } from '../../domain/document/schema.ts';
import { documentOf } from '../../domain/document/ydoc.ts';

const ALICE = 'alice';
const BOB = 'bob';

/** A section with one paragraph, its shadow on the server, and the replica of somebody who has it open. */
function setUp() {
  const server = new Y.Doc();
  server.getXmlFragment(BODY).insert(0, [block('paragraph', 'Agreed words.', { id: 'p1' })]);
  const shadow = new Shadow(server, new Map([[server.clientID, BOB]]));
  const mine = new Y.Doc();
  Y.applyUpdate(mine, Y.encodeStateAsUpdate(server));
  return { shadow, mine };
}

function block(name: string, text: string, attributes: Record<string, unknown> = {}): Y.XmlElement {
  const element = new Y.XmlElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, value as string); // Yjs stores any JSON, its types say text
  }
  element.insert(0, [new Y.XmlText(text)]);
  return element;
}

/** The update that `edit` makes of a replica. */
function updateOf(ydoc: Y.Doc, edit: (body: Y.XmlFragment, ydoc: Y.Doc) => void): Uint8Array {
  const before = Y.encodeStateVector(ydoc);
  ydoc.transact(() => edit(ydoc.getXmlFragment(BODY), ydoc));
  return Y.encodeStateAsUpdate(ydoc, before);
}

const first = (body: Y.XmlFragment) => body.get(0) as Y.XmlElement; // the paragraph of setUp
const textOfFirst = (body: Y.XmlFragment) => first(body).get(0) as Y.XmlText;

describe('what may stand', () => {
  test('GATE2 an edit within the schema is accepted, and what is passed on is what was new', () => {
    const { shadow, mine } = setUp();
    const update = updateOf(mine, (body) => textOfFirst(body).insert(0, 'New. '));
    const judgement = shadow.judge(update, ALICE, true);
    expect(judgement.kind).toBe('accepted');
    expect(shadow.document()).toEqual(documentOf(mine));
    expect(shadow.judge(update, ALICE, true).kind).toBe('nothing_new');
  });

  test('GATE1 a reader may send what is known already, and nothing else', () => {
    const { shadow, mine } = setUp();
    expect(shadow.judge(Y.encodeStateAsUpdate(mine), ALICE, false).kind).toBe('nothing_new');
    const deletion = updateOf(mine, (body) => textOfFirst(body).delete(0, 3));
    expect(shadow.judge(deletion, ALICE, false)).toMatchObject({ kind: 'refused' });
  });
});

describe('what may not', () => {
  const hostile: [string, (body: Y.XmlFragment, ydoc: Y.Doc) => void][] = [
    ['an unknown node', (body) => body.push([block('script', 'alert(1)')])],
    ['a node in the wrong place', (body) => body.push([block('tableRow', '')])],
    ['text outside every block', (body) => body.push([new Y.XmlText('loose')])],
    ['another root', (_body, ydoc) => ydoc.getMap('other').set('a', 1)],
    ['an attribute of the root', (body) => (body as Y.XmlElement).doc?.getMap(BODY).set('a', 1)],
    ['an unknown attribute', (body) => first(body).setAttribute('onclick', 'alert(1)')],
    ['an attribute of another kind', (body) => first(body).setAttribute('numbered', 'yes')],
    ['an id that is none', (body) => first(body).setAttribute('id', '"><script>')],
    ['an unknown mark', (body) => textOfFirst(body).format(0, 3, { blink: {} })],
    ['bold in a paragraph', (body) => textOfFirst(body).format(0, 3, { bold: {} })],
    [
      'a script for a link',
      (body) => textOfFirst(body).format(0, 3, { link: { href: 'javascript:alert(1)' } }),
    ],
    [
      'an image in the text itself',
      (body) => body.push([block('figure', '', { file: 'data:image/png;base64,AA' })]),
    ],
    ['an embedded object', (body) => textOfFirst(body).insertEmbed(0, { image: 'x' })],
    ['a nested document', (body) => first(body).insert(0, [new Y.Map() as unknown as Y.XmlText])],
    [
      'a reference on ordinary text',
      (body) => textOfFirst(body).format(0, 3, { footnoteReference: { id: 'f1' } }),
    ],
    ['a heading of level 9', (body) => body.push([block('heading', 'x', { level: 9 })])],
    ['a cell across a million columns', (body) => body.push([table(1_000_000)])],
    ['a character that Postgres cannot keep', (body) => textOfFirst(body).insert(0, 'a\0b')],
    ['such a character in a caption', (body) => body.push([block('figure', '', { caption: 'a\0b' })])],
    ['a list a hundred deep', (body) => body.push([nested(100)])],
    ['more replicas than anybody has', (_body, ydoc) => writeAsMany(ydoc, 300)],
  ];

  test.each(hostile)('GATE2 %s is refused', (_name, edit) => {
    const { shadow, mine } = setUp();
    let update: Uint8Array;
    try {
      update = updateOf(mine, edit);
    } catch {
      // Yjs itself would not build it over a typed root: build it on a replica that never saw the root.
      const blank = new Y.Doc();
      blank.getMap(BODY).set('a', 1);
      update = Y.encodeStateAsUpdate(blank);
    }
    const judgement = shadow.judge(update, ALICE, true);
    expect(judgement).toMatchObject({ kind: 'refused', why: expect.stringMatching(/\w/) });
  });

  test('GATE4 an update under the client id of somebody else is refused', () => {
    const { shadow, mine } = setUp();
    expect(
      shadow.judge(
        updateOf(mine, (body) => textOfFirst(body).insert(0, 'Mine. ')),
        ALICE,
        true,
      ).kind,
    ).toBe('accepted');
    const more = updateOf(mine, (body) => textOfFirst(body).insert(0, 'Forged. '));
    expect(shadow.judge(more, BOB, true)).toMatchObject({
      kind: 'refused',
      why: expect.stringContaining('somebody else'),
    });
  });

  test('GATE2 an update with a gap before it is refused', () => {
    const { shadow, mine } = setUp();
    updateOf(mine, (body) => textOfFirst(body).insert(0, 'Never sent. '));
    const second = updateOf(mine, (body) => textOfFirst(body).insert(0, 'Sent. '));
    expect(shadow.judge(second, ALICE, true)).toMatchObject({
      kind: 'refused',
      why: expect.stringContaining('missing'),
    });
  });

  test('GATE2 bytes that are no update are not taken for one', () => {
    const { shadow } = setUp();
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, 2 ** 31);
    expect(() => shadow.judge(encoding.toUint8Array(encoder), ALICE, true)).toThrow();
    expect(() => shadow.judge(new Uint8Array([255, 255, 255]), ALICE, true)).toThrow();
  });
});

test('GATE2 the document kept block by block is the one projected whole, after any edits', () => {
  const { shadow, mine } = setUp();
  let seed = 7;
  const random = (below: number) => {
    seed = (seed * 1103515245 + 12345) % 2 ** 31;
    return seed % below;
  };
  for (let step = 0; step < 300; step += 1) {
    const update = updateOf(mine, (body) => {
      const at = random(body.length + 1);
      switch (random(4)) {
        case 0:
          body.insert(at, [block('paragraph', `Block ${step}.`, { id: `p${step}` })]);
          break;
        case 1:
          if (body.length > 1) body.delete(random(body.length), 1);
          break;
        case 2: {
          const text = (body.get(random(body.length)) as Y.XmlElement).get(0) as Y.XmlText;
          text.insert(random(text.length + 1), 'word ');
          break;
        }
        default: {
          const text = (body.get(random(body.length)) as Y.XmlElement).get(0) as Y.XmlText;
          if (text.length > 2) text.format(0, 2, { italic: random(2) === 0 ? {} : null });
        }
      }
    });
    expect(shadow.judge(update, ALICE, true).kind).not.toBe('refused');
    expect(shadow.document()).toEqual(documentOf(mine));
  }
  expect(() => schema.nodeFromJSON(shadow.document()).check()).not.toThrow();
});

/** Lists in lists. */
function nested(depth: number): Y.XmlElement {
  const list = new Y.XmlElement('bulletList');
  const item = new Y.XmlElement('listItem');
  item.insert(0, [block('paragraph', 'x')]);
  if (depth > 1) item.insert(1, [nested(depth - 1)]);
  list.insert(0, [item]);
  return list;
}

function writeAsMany(ydoc: Y.Doc, replicas: number): void {
  for (let i = 0; i < replicas; i += 1) {
    const other = new Y.Doc();
    Y.applyUpdate(other, Y.encodeStateAsUpdate(ydoc));
    textOfFirst(other.getXmlFragment(BODY)).insert(0, 'x');
    Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(other));
  }
}

function table(colspan: number): Y.XmlElement {
  const cell = new Y.XmlElement('tableCell');
  cell.setAttribute('colspan', colspan as unknown as string); // see block
  const row = new Y.XmlElement('tableRow');
  row.insert(0, [cell]);
  const whole = new Y.XmlElement('table');
  whole.insert(0, [row]);
  return whole;
}
