import * as Y from 'yjs';
import { BODY } from '../../../domain/document/schema.ts';
import { type Attack, type Hand, refused } from './attack.ts';
import { canaryIn, edit, element, elsewhere, insertAnything, nested, paragraph } from './text-tools.ts';

type Change = (body: Y.XmlFragment, mark: string, ydoc: Y.Doc) => void;

const unfit = (name: string, change: Change): Attack => ({
  name,
  messages: (hand: Hand) => edit(hand, (body, ydoc) => change(body, hand.mark, ydoc)),
  outcome: refused('form'),
});

/** Something in the body itself, where only blocks may be. */
const loose = (name: string, change: (ydoc: Y.Doc, mark: string) => void): Attack => ({
  name,
  messages: ({ mark }) => elsewhere((ydoc) => change(ydoc, mark)),
  outcome: refused('form'),
});

/** A change of the first paragraph, and of its text. */
const inCanary = (
  name: string,
  change: (block: Y.XmlElement, text: Y.XmlText, mark: string) => void,
): Attack =>
  unfit(name, (_body, mark, ydoc) => {
    const { block, text } = canaryIn(ydoc);
    change(block, text, mark);
  });

const blockOf = (name: string, make: (mark: string) => Y.XmlElement | Y.XmlText): Attack =>
  unfit(name, (body, mark) => body.insert(0, [make(mark)]));

const linkTo = (href: unknown) => (_block: Y.XmlElement, text: Y.XmlText) =>
  text.format(0, 3, { link: { href } });
const figureWith = (attributes: Record<string, unknown>) => () => element('figure', attributes);
const cell = (attributes: Record<string, unknown>) => (mark: string) =>
  element('table', {}, element('tableRow', {}, element('tableCell', attributes, paragraph(mark))));

/** Updates that Yjs takes and the schema does not. */
export const unfitUpdates: Attack[] = [
  blockOf('a node that there is not', (mark) => element('script', {}, new Y.XmlText(mark))),
  blockOf('a node named as what every object has', () => element('constructor')),
  blockOf('a node of no name', (mark) => element('', {}, new Y.XmlText(mark))),
  blockOf('a document in the document', (mark) => element('doc', {}, paragraph(mark))),
  blockOf('a text that is an element', (mark) => element('text', { text: mark })),
  blockOf('text outside every block', (mark) => new Y.XmlText(mark)),
  blockOf('a row outside a table', (mark) =>
    element('tableRow', {}, element('tableCell', {}, paragraph(mark))),
  ),
  blockOf('a paragraph right in a table', (mark) => element('table', {}, paragraph(mark))),
  blockOf('a cell without a row', (mark) => element('table', {}, element('tableCell', {}, paragraph(mark)))),
  blockOf('a table in a cell', (mark) =>
    element(
      'table',
      {},
      element('tableRow', {}, element('tableCell', {}, element('table', { caption: mark }))),
    ),
  ),
  blockOf('a paragraph in a paragraph', (mark) => element('paragraph', {}, paragraph(mark))),
  blockOf('text right in a quotation', (mark) => element('quotation', {}, new Y.XmlText(mark))),
  blockOf('a heading in a list', (mark) =>
    element('bulletList', {}, element('heading', {}, new Y.XmlText(mark))),
  ),
  blockOf('text in a figure', (mark) => element('figure', {}, new Y.XmlText(mark))),
  blockOf('lists a hundred deep', (mark) => nested(100, mark)),
  blockOf('a cell across a million columns', cell({ colspan: 1_000_000 })),
  blockOf('a cell across no column', cell({ rowspan: 0 })),
  blockOf('a cell across two and a half columns', cell({ colspan: 2.5 })),
  blockOf('a cell whose width is a word', cell({ colwidth: 'wide' })),
  blockOf('a heading of level 9', (mark) => element('heading', { level: 9 }, new Y.XmlText(mark))),
  blockOf('a heading of level "2"', (mark) => element('heading', { level: '2' }, new Y.XmlText(mark))),

  blockOf('a picture in a figure’s address', figureWith({ file: 'data:image/png;base64,iVBORw0KGgo=' })),
  blockOf('a script for a figure', figureWith({ file: 'javascript:alert(1)' })),
  blockOf('an address for a figure', figureWith({ file: 'https://evil.example/track.png' })),
  blockOf('a picture in a caption', figureWith({ caption: 'data:image/png;base64,iVBORw0KGgo=' })),
  blockOf('a caption of 100,000 characters', figureWith({ caption: 'x'.repeat(100_000) })),
  blockOf('a caption that is an object', figureWith({ caption: { toString: 'x' } })),
  blockOf('a character in a caption that Postgres cannot keep', figureWith({ caption: 'a\0b' })),

  inCanary('an attribute that there is not', (block, _text, mark) => block.setAttribute('onclick', mark)),
  inCanary('an attribute named as what every object has', (block, _t, mark) =>
    block.setAttribute('constructor', mark),
  ),
  inCanary('an attribute that others are read out of', (block) =>
    block.setAttribute('__proto__', { numbered: 'neither' } as unknown as string),
  ),
  inCanary('an attribute of another node', (block) => block.setAttribute('colspan', 2 as unknown as string)),
  inCanary('an attribute that is a word and has to be true or false', (block, _text, mark) =>
    block.setAttribute('numbered', mark),
  ),
  inCanary('an id that is none', (block, _text, mark) => block.setAttribute('id', `"><script>${mark}`)),
  inCanary('an id that is a type', (block) => block.setAttribute('id', new Y.Map() as unknown as string)),
  inCanary('an id that is a document', (block) => block.setAttribute('id', new Y.Doc() as unknown as string)),
  inCanary('an attribute of the text', (_block, text, mark) => text.setAttribute('id', mark)),

  inCanary('a mark that there is not', (_block, text) => text.format(0, 3, { blink: {} })),
  inCanary('a mark that others are read out of', (_block, text) =>
    text.format(0, 3, JSON.parse('{"__proto__":{"link":{"href":"javascript:alert(1)"}}}')),
  ),
  inCanary('bold in a paragraph', (_block, text) => text.format(0, 3, { bold: {} })),
  inCanary('an attribute of a mark that there is not', (_block, text) =>
    text.format(0, 3, { italic: { style: 'color:red' } }),
  ),
  inCanary('a link to a script', linkTo('javascript:alert(1)')),
  inCanary('a link to a script after a space', linkTo(' javascript:alert(1)')),
  inCanary('a link to a picture', linkTo('data:text/html,<script>alert(1)</script>')),
  inCanary('a link to a file', linkTo('file:///etc/passwd')),
  inCanary('a link to a path', linkTo('//evil.example/')),
  inCanary('a link to a number', linkTo(7)),
  inCanary('a link to an object', linkTo({ toString: 'https://example.org/' })),
  inCanary('a link of 100,000 characters', linkTo(`https://example.org/${'x'.repeat(100_000)}`)),
  inCanary('a reference on ordinary text', (_block, text) =>
    text.format(0, 3, { footnoteReference: { id: 'f1' } }),
  ),
  inCanary('a link with half a character', linkTo('https://example.org/\ud83d')),
  inCanary('a character that Postgres cannot keep', (_block, text, mark) => text.insert(0, `${mark}\0`)),

  inCanary('an embedded object', (_block, text, mark) => text.insertEmbed(0, { image: mark })),
  inCanary('an embedded element', (_block, text, mark) => text.insertEmbed(0, element(mark))),
  inCanary('an object among the characters', (_block, text, mark) => insertAnything(text, 1, [{ mark }])),
  inCanary('bytes among the characters', (_block, text) => insertAnything(text, 1, [new Uint8Array(3)])),
  inCanary('a document among the characters', (_block, text) => insertAnything(text, 1, [new Y.Doc()])),
  inCanary('a map in a paragraph', (block) => insertAnything(block, 0, [new Y.Map()])),
  inCanary('an array in a paragraph', (block) => insertAnything(block, 0, [new Y.Array()])),
  inCanary('a text of another kind in a paragraph', (block, _text, mark) =>
    insertAnything(block, 0, [new Y.Text(mark)]),
  ),
  inCanary('a fragment in a paragraph', (block) => insertAnything(block, 0, [new Y.XmlFragment()])),
  inCanary('a hook in a paragraph', (block) => insertAnything(block, 0, [new Y.XmlHook('x')])),
  inCanary('a document in a paragraph', (block) => insertAnything(block, 0, [new Y.Doc()])),
  inCanary('a number in a paragraph', (block) => insertAnything(block, 0, [7])),

  loose('characters right in the body', (ydoc, mark) => ydoc.getText(BODY).insert(0, mark)),
  loose('marked characters right in the body', (ydoc, mark) =>
    ydoc.getText(BODY).insert(0, mark, { bold: {} }),
  ),
  loose('an object right in the body', (ydoc, mark) => ydoc.getArray(BODY).insert(0, [{ mark }])),
  loose('bytes right in the body', (ydoc) => ydoc.getArray(BODY).insert(0, [new Uint8Array(9)])),
  loose('an embedded object right in the body', (ydoc, mark) => ydoc.getText(BODY).insertEmbed(0, { mark })),
  loose('a document right in the body', (ydoc) => ydoc.getArray(BODY).insert(0, [new Y.Doc()])),
  loose('a map right in the body', (ydoc) => ydoc.getArray(BODY).insert(0, [new Y.Map()])),
  loose('an array right in the body', (ydoc) => ydoc.getArray(BODY).insert(0, [new Y.Array()])),
  loose('a text right in the body', (ydoc, mark) =>
    ydoc.get(BODY, Y.XmlElement).insert(0, [new Y.XmlText(mark)]),
  ),
];
