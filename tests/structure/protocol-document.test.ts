import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as decoding from 'lib0/decoding';
import { describe, expect, test } from 'vitest';
import { Awareness, applyAwarenessUpdate } from 'y-protocols/awareness';
import * as Y from 'yjs';
import { refusalReasons } from '../../collab/meters.ts';
import { BODY, SCHEMA_VERSION } from '../../domain/document/schema.ts';
import {
  CLOSE,
  encodeHello,
  encodeNotice,
  encodeOutline,
  encodeSaved,
  LIMITS,
  MESSAGE,
  readHello,
  readNotice,
  readOutline,
  readSaved,
} from '../../domain/protocol.ts';

const text = readFileSync(join(import.meta.dirname, '../../docs/protocol.md'), 'utf8');

/** An example of the document: what it is called, what it is said to mean, and its bytes. */
type Example = { name: string; meaning: string; bytes: Uint8Array };

const examples = [...text.matchAll(/^```hex (\S+) (.+)\n([^`]+)^```$/gm)].map(
  ([, name = '', meaning = '', hex = '']): Example => {
    if (!/^[\da-f]{2}(?:\s[\da-f]{2})*\s*$/.test(hex)) throw new Error(`this is no hex: ${hex}`);
    return { name, meaning, bytes: Uint8Array.from(Buffer.from(hex.replaceAll(/\s/g, ''), 'hex')) };
  },
);

/** The rows of the table whose head names these columns. */
function tableOf(...columns: string[]): string[][] {
  const head = `| ${columns.join(' | ')} |\n`;
  const start = text.indexOf(head);
  if (start < 0) throw new Error(`there is no table of ${columns.join(', ')}`);
  const lines = text.slice(start).split('\n\n')[0]?.trim().split('\n') ?? [];
  return lines.slice(2).map((line) => line.slice(2, -2).split(' | '));
}

/** The text that the examples of updates build up, one after the other. */
let shared = new Y.Doc();

/** What an example's bytes mean, as JSON; the whole message must be read. */
function decode({ name, bytes }: Example): string {
  const decoder = decoding.createDecoder(bytes);
  const meaning = read(name, decoding.readVarUint(decoder), decoder);
  expect(decoding.hasContent(decoder)).toBe(false);
  return JSON.stringify(meaning);
}

function read(name: string, kind: number, decoder: decoding.Decoder): unknown {
  switch (kind) {
    case MESSAGE.sync:
      return readSync(name, decoding.readVarUint(decoder), decoding.readVarUint8Array(decoder));
    case MESSAGE.awareness:
      return readAwareness(decoding.readVarUint8Array(decoder));
    case MESSAGE.queryAwareness:
      expect(name).toBe('query-awareness');
      return {};
    case MESSAGE.saved:
      return readSaved(decoder);
    case MESSAGE.notice:
      return readNotice(decoder);
    case MESSAGE.hello:
      return readHello(decoder);
    case MESSAGE.outline:
      return readOutline(decoder);
    default:
      throw new Error(`no example is of kind ${kind}`);
  }
}

function readSync(name: string, step: number, content: Uint8Array): unknown {
  expect(name.startsWith(`step-${step}`)).toBe(true);
  if (step === 0) return Object.fromEntries(Y.decodeStateVector(content));
  if (!name.endsWith('-after')) shared = new Y.Doc();
  Y.applyUpdate(shared, content);
  expect(shared.store.pendingStructs).toBeNull();
  return shared.getXmlFragment(BODY).toString();
}

function readAwareness(content: Uint8Array): unknown {
  const count = content[0] ?? 0;
  const awareness = new Awareness(new Y.Doc());
  awareness.setLocalState(null);
  applyAwarenessUpdate(awareness, content, null);
  const clients = [...awareness.meta].filter(([client]) => client !== awareness.clientID);
  expect(clients).toHaveLength(count);
  const entries = clients.map(([client, { clock }]) => {
    const state = awareness.getStates().get(client) ?? null;
    return [client, { clock, state }];
  });
  awareness.destroy();
  return Object.fromEntries(entries);
}

/** The bytes of one of our own messages, made anew from what the document says it means. */
const encoders: Record<string, (meaning: string) => Uint8Array> = {
  saved: (meaning) => encodeSaved(Number(meaning)),
  notice: (meaning) => encodeNotice(JSON.parse(meaning)),
  hello: (meaning) => encodeHello(JSON.parse(meaning)),
  outline: (meaning) => encodeOutline(JSON.parse(meaning)),
};

describe('OPS5 the protocol document', () => {
  test('has an example of every message that is sent, and of every step', () => {
    const kinds = new Set(examples.map(({ bytes }) => bytes[0]));
    const sent = Object.values(MESSAGE).filter((kind) => kind !== MESSAGE.auth);
    expect([...kinds].sort()).toEqual(sent.sort());
    expect(new Set(examples.map(({ name }) => name.slice(0, 6)))).toEqual(
      new Set(['step-0', 'step-1', 'step-2', 'awaren', 'query-', 'hello', 'saved', 'notice', 'outlin']),
    );
  });

  test.each(examples)('means what it says: $name $meaning', (example) => {
    expect(JSON.parse(decode(example))).toEqual(JSON.parse(example.meaning));
    const encode = encoders[example.name];
    if (encode) expect(Buffer.from(encode(example.meaning))).toEqual(Buffer.from(example.bytes));
  });

  test('lists the kinds, close codes, limits, notices and reasons that the code has, and no others', () => {
    expect(tableOf('kind', 'name', 'sent by', 'content').map(([kind, name]) => [name, Number(kind)])).toEqual(
      Object.entries(MESSAGE),
    );
    const closes = tableOf('code', 'name', 'why', 'what the client does');
    expect(closes.map(([code, name]) => [name, Number(code)])).toEqual(Object.entries(CLOSE));
    const limits = tableOf('limit', 'value', 'beyond it');
    expect(limits.map(([name, value]) => [name, Number(value?.replaceAll(',', ''))])).toEqual(
      Object.entries(LIMITS),
    );
    expect(tableOf('reason', 'what happened').map(([reason]) => reason)).toEqual([...refusalReasons]);
    const notices = tableOf('code', 'meaning').map(([code]) => code ?? '');
    for (const code of notices) expect(noticeWith(code)).toEqual({ code, message: 'x' });
    expect(text).toContain(`?schema=${SCHEMA_VERSION}&saved=1`);
  });
});

/** A notice with this code, read back; throws where the client would not know the code. */
function noticeWith(code: string): unknown {
  const json = new TextEncoder().encode(JSON.stringify({ code, message: 'x' }));
  return readNotice(decoding.createDecoder(Uint8Array.of(json.length, ...json)));
}
