import * as Y from 'yjs';
import { BODY } from '../../domain/document/schema.ts';
import type { Seeded } from '../support/seeded.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyz ';

/** A way in which an editor changes a text, which the gate lets through. */
type Change = 'insert' | 'delete' | 'italic' | 'plain' | 'block' | 'remove';

/** What people do mostly, in one run or another. */
const HABITS: Change[][] = [
  ['insert', 'insert', 'insert', 'delete', 'delete', 'italic', 'plain', 'block', 'remove'],
  ['insert', 'insert', 'insert', 'delete', 'delete', 'italic', 'plain', 'block', 'remove'],
  ['insert', 'delete', 'italic', 'italic', 'plain'],
];

/** How the people of one run change a text; `name` makes the ids of their blocks their own. */
export function typist(random: Seeded): (ydoc: Y.Doc, name: string) => void {
  const habits = random.pick(HABITS);
  return (ydoc, name) => ydoc.transact(() => change(ydoc, random, random.pick(habits), name));
}

function change(ydoc: Y.Doc, random: Seeded, kind: Change, name: string): void {
  const body = ydoc.getXmlFragment(BODY);
  const texts = body.toArray().flatMap((block) => (block instanceof Y.XmlElement ? [textIn(block)] : []));
  const text = texts.length > 0 ? random.pick(texts) : null;
  if (!text || kind === 'block') insertBlock(body, random, name);
  else if (kind === 'insert' || text.length === 0) text.insert(random.int(0, text.length), word(random));
  else if (kind === 'remove' && body.length > 1) body.delete(random.int(0, body.length - 1), 1);
  else {
    const at = random.int(0, text.length - 1);
    const length = random.int(1, Math.min(8, text.length - at));
    if (kind === 'italic' || kind === 'plain')
      text.format(at, length, { italic: kind === 'italic' ? {} : null });
    else text.delete(at, length);
  }
}

/** Types so much in one go that the server stops reading for a while. */
export function flood(ydoc: Y.Doc, random: Seeded, name: string, keys: number): void {
  insertBlock(ydoc.getXmlFragment(BODY), random, name);
  const text = textIn(ydoc.getXmlFragment(BODY).get(0) as Y.XmlElement); // it was inserted a line above
  for (let key = 0; key < keys; key += 1) text.insert(text.length, 'x');
}

function insertBlock(body: Y.XmlFragment, random: Seeded, name: string): void {
  const paragraph = new Y.XmlElement('paragraph');
  paragraph.setAttribute('id', `${name}-${random.int(0, 1e9)}`);
  paragraph.insert(0, [new Y.XmlText(word(random))]);
  body.insert(random.int(0, body.length), [paragraph]);
}

function textIn(block: Y.XmlElement): Y.XmlText {
  const [known] = block.toArray();
  if (known instanceof Y.XmlText) return known;
  const text = new Y.XmlText();
  block.insert(0, [text]);
  return text;
}

function word(random: Seeded): string {
  return Array.from({ length: random.int(1, 5) }, () => LETTERS[random.int(0, LETTERS.length - 1)]).join('');
}
