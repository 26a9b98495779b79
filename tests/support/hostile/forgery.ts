import * as encoding from 'lib0/encoding';
import type { Seeded } from '../seeded.ts';
import { glue, number, sized, text } from './bytes.ts';
import { CONTENT, type Deleted, type Said, TYPE, yjsUpdate } from './yjs-bytes.ts';

/** How far each client has come in the document that an update is forged for. */
export type Clocks = { client: number; clock: number }[];

/** Two client ids that nobody else has. */
const OWN = [3_000_000_001, 3_000_000_002];
const NAMES = [
  'paragraph',
  'heading',
  'bulletList',
  'listItem',
  'table',
  'tableRow',
  'tableCell',
  'figure',
  'text',
  'script',
];
const KEYS = ['id', 'level', 'numbered', 'caption', 'colspan', 'file', '__proto__', 'constructor', ''];
const MARKS = ['italic', 'bold', 'link', 'link--abcd', 'comment', '__proto__', 'blink'];
const VALUES: unknown[] = [
  null,
  true,
  2,
  -0,
  1e300,
  '',
  'p-1',
  'data:image/png',
  'a\ud83d',
  [],
  [1],
  {},
  { href: 'https://example.org' },
  { href: 'javascript:x' },
  { id: 'x' },
];
const TEXTS = ['a', 'word ', '😀', '\u2060', 'a', 'b', '\0'];

/** An update as Yjs writes one, of structs put together at random: mostly of the right form, and rarely of sense. */
export function forgedUpdate(random: Seeded, known: Clocks): Uint8Array {
  const clocks = [
    ...known,
    ...OWN.filter((own) => !known.some(({ client }) => client === own)).map((client) => ({
      client,
      clock: 0,
    })),
  ];
  const said: Said[] = random
    .shuffle(clocks)
    .slice(0, random.chance(0.9) ? random.int(1, 2) : 0)
    .map(({ client, clock }) => ({
      client,
      clock: Math.max(0, random.chance(0.9) ? clock : clock + random.int(-3, 3)),
      structs: Array.from({ length: random.int(1, 5) }, () => struct(random, clocks)),
    }));
  const deleted: Deleted[] = Array.from({ length: random.chance(0.3) ? random.int(1, 3) : 0 }, () => ({
    ...place(random, clocks),
    length: length(random),
  }));
  return yjsUpdate(said, deleted);
}

/** Some operation that there is, or nearly is. */
function place(random: Seeded, clocks: Clocks): { client: number; clock: number } {
  const exists = random.chance(0.95);
  const { client, clock } = random.pick(exists ? clocks.filter(({ clock }) => clock > 0) : clocks);
  return { client, clock: random.int(0, exists ? clock - 1 : clock + 2) };
}

/** How long something is: rarely nothing at all, and rarely of a length that nobody types. */
const length = (random: Seeded): number =>
  random.chance(0.95) ? random.int(1, 5) : random.pick([0, 50, 2 ** 20, 2 ** 31, 2 ** 53 - 1]);

function struct(random: Seeded, clocks: Clocks): Uint8Array {
  const often = [CONTENT.string, CONTENT.string, CONTENT.type, CONTENT.type, CONTENT.format];
  const kind = random.chance(0.02) ? 11 : random.pick([...Object.values(CONTENT), ...often]);
  if (kind === CONTENT.gc || kind === CONTENT.skip) return glue(kind, number(length(random)));
  const id = () => {
    const { client, clock } = place(random, clocks);
    return glue(number(client), number(clock));
  };
  const hasOrigin = random.chance(0.4);
  const hasRight = random.chance(0.2);
  const hasKey = random.chance(0.2);
  const parent = random.chance(0.5)
    ? glue(number(1), text(random.chance(0.9) ? 'body' : random.pick(KEYS)))
    : glue(number(0), id());
  return glue(
    kind | (hasOrigin ? 0x80 : 0) | (hasRight ? 0x40 : 0) | (hasKey ? 0x20 : 0),
    hasOrigin ? id() : glue(),
    hasRight ? id() : glue(),
    hasOrigin || hasRight ? glue() : parent,
    !hasOrigin && !hasRight && hasKey ? text(random.pick(KEYS)) : glue(),
    content(random, kind),
  );
}

function content(random: Seeded, kind: number): Uint8Array {
  const json = () => text(JSON.stringify(random.pick(VALUES)));
  const some = (one: () => Uint8Array) =>
    Array.from({ length: random.int(random.chance(0.05) ? 0 : 1, 3) }, one);
  switch (kind) {
    case CONTENT.deleted:
      return number(length(random));
    case CONTENT.json: {
      const values = some(json);
      return glue(number(values.length), ...values);
    }
    case CONTENT.binary:
      return sized(new Uint8Array(random.int(0, 3)));
    case CONTENT.embed:
      return json();
    case CONTENT.format:
      return glue(text(random.pick(MARKS)), json());
    case CONTENT.type: {
      const often = [TYPE.element, TYPE.element, TYPE.xmlText, TYPE.xmlText];
      const type = random.chance(0.02) ? 7 : random.pick([...Object.values(TYPE), ...often]);
      return glue(
        number(type),
        type === TYPE.element || type === TYPE.hook ? text(random.pick(NAMES)) : glue(),
      );
    }
    case CONTENT.any: {
      const values = some(() => anything(random.pick(VALUES)));
      return glue(number(values.length), ...values);
    }
    case CONTENT.doc:
      return glue(text('a-guid'), anything({}));
    default:
      return text(random.pick(TEXTS));
  }
}

function anything(value: unknown): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeAny(encoder, value as null); // any JSON, of which null is one
  return encoding.toUint8Array(encoder);
}

/** Bytes like these, with a few of them changed, missing, doubled or moved. */
export function harmed(random: Seeded, bytes: Uint8Array): Uint8Array {
  let harmed = bytes;
  for (let left = random.int(1, 3); left > 0; left -= 1) {
    const at = random.int(0, Math.max(0, harmed.length - 1));
    const end = Math.min(harmed.length, at + random.int(1, 8));
    const [before, part, after] = [harmed.subarray(0, at), harmed.subarray(at, end), harmed.subarray(end)];
    switch (random.int(0, 5)) {
      case 0:
        harmed = glue(before, ...part.map((byte) => byte ^ (1 << random.int(0, 7))), after);
        break;
      case 1:
        harmed = before;
        break;
      case 2:
        harmed = glue(before, after);
        break;
      case 3:
        harmed = glue(before, part, part, after);
        break;
      case 4:
        harmed = glue(before, noise(random, random.int(1, 8)), after);
        break;
      default:
        harmed = glue(before, number(random.pick([0, 127, 128, 2 ** 14, 2 ** 31, 2 ** 53 - 1])), after);
    }
  }
  return harmed;
}

/** Bytes of no meaning. */
export const noise = (random: Seeded, length: number): Uint8Array =>
  Uint8Array.from({ length }, () => random.int(0, 255));
