import * as Y from 'yjs';
import { BODY } from '../../../domain/document/schema.ts';
import { carets, glue, number, STEP, sync, update } from './bytes.ts';
import { behind, CONTENT, element, inRoot, inType, TYPE } from './yjs-bytes.ts';

// Messages that are small to send and dear to take, or that take as much as a message may be.

/** A client id that nobody uses. */
const MINE = 4_100_000_000;

/** An awareness message of about so many bytes in which nothing counts: states of `client` that are old. */
export function oldCarets(client: number, bytes: number): Uint8Array {
  const state = JSON.stringify('x'.repeat(4000));
  const entries = Array.from({ length: Math.floor(bytes / 4016) }, (): [number, number, string] => [
    client,
    0,
    state,
  ]);
  return carets(...entries);
}

/** A state vector of so many clients that nobody has. */
export function vectorOf(clients: number): Uint8Array {
  const entries = Array.from({ length: clients }, (_, i) => glue(number(2 ** 31 + i), number(1)));
  return sync(STEP.vector, glue(number(clients), ...chunked(entries)));
}

/** Updates that Yjs takes long for: their names, and how to make them. */
export const dearUpdates: [string, () => Uint8Array][] = [
  ['1.9 million stretches of nothing', () => single(1_900_000, [repeated(glue(CONTENT.gc, 1), 1_900_000)])],
  [
    '1.3 million deletions',
    () => update(glue(0, number(1), number(MINE), number(1_300_000), repeated(glue(0, 1), 1_300_000))),
  ],
  [
    'blocks 100,000 deep',
    () =>
      yjs(
        Array.from({ length: 100_000 }, (_, i) =>
          i === 0
            ? inRoot(BODY, CONTENT.type, element('bulletList'))
            : inType(MINE, i - 1, CONTENT.type, element('listItem')),
        ),
      ),
  ],
  [
    '10,000 letters, each put before 10,000 others',
    () => yjs([...lettersInOrder(10_000), ...lettersBefore(10_000)]),
  ],
  [
    '200,000 paragraphs',
    () => yjs(Array.from({ length: 200_000 }, () => inRoot(BODY, CONTENT.type, element('paragraph')))),
  ],
];

/** A paragraph of so many letters, each a struct of its own. */
function lettersInOrder(letters: number): Uint8Array[] {
  return [
    inRoot(BODY, CONTENT.type, element('paragraph')),
    inType(MINE, 0, CONTENT.type, number(TYPE.xmlText)),
    inType(MINE, 1, CONTENT.string, glue(1, 97)),
    ...Array.from({ length: letters - 1 }, (_, i) => behind(MINE, i + 2, CONTENT.string, glue(1, 97))),
  ];
}

/** So many letters at the beginning of that paragraph, of which each claims to stand before another of its last ones. */
function lettersBefore(letters: number): Uint8Array[] {
  return Array.from({ length: letters }, (_, i) =>
    glue(CONTENT.string | 0x40, number(MINE), number(letters + 1 - i), 1, 98),
  );
}

const yjs = (structs: Uint8Array[]): Uint8Array => single(structs.length, chunked(structs));

const single = (count: number, structs: Uint8Array[]): Uint8Array =>
  update(glue(number(1), number(count), number(MINE), number(0), ...structs, number(0)));

const repeated = (bytes: Uint8Array, times: number): Uint8Array => Buffer.alloc(bytes.length * times, bytes);

/** In fewer pieces: nobody can pass a hundred thousand arguments. */
function chunked(pieces: Uint8Array[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let i = 0; i < pieces.length; i += 10_000) chunks.push(Buffer.concat(pieces.slice(i, i + 10_000)));
  return chunks;
}

/** Updates that each replace a text of so many bytes by another: much is sent, and little is left. */
export function* replacements(base: Y.Doc, bytes: number): Generator<Uint8Array> {
  const paragraph = new Y.XmlElement('paragraph');
  const text = new Y.XmlText();
  paragraph.insert(0, [text]);
  base.getXmlFragment(BODY).push([paragraph]);
  let before: Uint8Array = new Uint8Array([0]);
  for (let i = 0; ; i += 1) {
    text.delete(0, text.length);
    text.insert(0, String.fromCharCode(97 + (i % 26)).repeat(bytes));
    yield update(Y.encodeStateAsUpdate(base, before));
    before = Y.encodeStateVector(base);
  }
}
