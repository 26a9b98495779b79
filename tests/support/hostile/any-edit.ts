import * as Y from 'yjs';
import { BODY } from '../../../domain/document/schema.ts';
import type { Seeded } from '../seeded.ts';
import { element, insertAnything, paragraph } from './text-tools.ts';

/** What a change may put into a text; about half of it fits the schema. */
const BLOCKS: (() => Y.XmlElement)[] = [
  () => paragraph('A new one.'),
  () => element('heading', { id: 'h', level: 3 }, new Y.XmlText('Heading')),
  () => element('bulletList', {}, element('listItem', {}, paragraph('Item.'))),
  () =>
    element('table', {}, element('tableRow', {}, element('tableCell', { colspan: 2 }, paragraph('Cell.')))),
  () => element('figure', { caption: 'A figure.' }),
  () => element('quotation', {}, paragraph('Quoted.')),
  () => element('recommendation', {}, new Y.XmlText('Do it.')),
  () => element('table', {}, paragraph('No row.')),
  () => element('heading', { level: 9 }),
  () => element('marquee', {}, new Y.XmlText('x')),
];
const MARKS: Record<string, unknown>[] = [
  { italic: {} },
  { italic: null },
  { link: { href: 'https://example.org/' } },
  { comment: { id: 't1' } },
  { bold: {} },
  { link: { href: 'javascript:alert(1)' } },
];
const ATTRIBUTES: [string, unknown][] = [
  ['id', 'p-9'],
  ['numbered', false],
  ['level', 2],
  ['level', 7],
  ['colspan', 3],
  ['caption', 'Other.'],
  ['onclick', 'x'],
];

/** Changes a text in one place, as an editor would or as none would. */
export function anyEdit(random: Seeded, ydoc: Y.Doc): void {
  const body = ydoc.getXmlFragment(BODY);
  const within = typesIn(body);
  const elements = within.filter((type) => type instanceof Y.XmlElement);
  const texts = within.filter((type) => type instanceof Y.XmlText);
  const parent = random.chance(0.3) && elements.length > 0 ? random.pick(elements) : body;
  ydoc.transact(() => {
    switch (random.int(0, 9)) {
      case 0:
        parent.insert(random.int(0, parent.length), [random.pick(BLOCKS)()]);
        break;
      case 1:
        if (parent.length > 0) parent.delete(random.int(0, parent.length - 1), 1);
        break;
      case 2: {
        const [name, value] = random.pick(ATTRIBUTES);
        if (elements.length > 0) random.pick(elements).setAttribute(name, value as string); // Yjs stores any JSON
        break;
      }
      case 3:
        insertAnything(parent, random.int(0, parent.length), [
          random.pick([1, {}, new Uint8Array(2), new Y.Map()]),
        ]);
        break;
      default: {
        if (texts.length === 0) break;
        const text = random.pick(texts);
        const [at = 0, end = 0] = [place(random, text), place(random, text)].sort((a, b) => a - b);
        const length = end - at;
        if (random.chance(0.6)) text.insert(at, random.pick(['word ', '😀', 'x']));
        else if (random.chance(0.5)) text.delete(at, length);
        else text.format(at, length, random.pick(MARKS));
      }
    }
  });
}

/** A place between two characters, and not between the two halves of one. */
function place(random: Seeded, text: Y.XmlText): number {
  const at = random.int(0, text.length);
  const runs: { insert: unknown }[] = text.toDelta();
  const characters = runs.map(({ insert }) => (typeof insert === 'string' ? insert : '-')).join('');
  return /[\ud800-\udbff]/.test(characters[at - 1] ?? '') ? at - 1 : at;
}

/** The elements and texts within a type. Yjs's own walker trips over whatever else there may be. */
function typesIn(type: Y.XmlFragment): (Y.XmlElement | Y.XmlText)[] {
  return type.toArray().flatMap((child) => {
    if (child instanceof Y.XmlElement) return [child, ...typesIn(child)];
    return child instanceof Y.XmlText ? [child] : [];
  });
}
