import * as encoding from 'lib0/encoding';
import { MESSAGE } from '../../../domain/protocol.ts';

// Messages put together byte by byte, as somebody does who wants them wrong.

/** A number as the protocol writes it. */
export function number(value: number): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, value);
  return encoding.toUint8Array(encoder);
}

/** Bytes behind their length, or behind another length. */
export const sized = (bytes: Uint8Array, length = bytes.length): Uint8Array => glue(number(length), bytes);

/** Text behind its length. */
export const text = (of: string): Uint8Array => sized(Buffer.from(of));

/** The parts one after the other; a number stands for one byte. */
export function glue(...parts: (number | Uint8Array)[]): Uint8Array {
  return Buffer.concat(parts.map((part) => (typeof part === 'number' ? Uint8Array.of(part) : part)));
}

/** The steps of a sync message. */
export const STEP = { vector: 0, answer: 1, update: 2 } as const;

export const sync = (step: number, body: Uint8Array): Uint8Array =>
  glue(number(MESSAGE.sync), number(step), sized(body));

/** An update, as somebody sends it who has just changed something. */
export const update = (body: Uint8Array): Uint8Array => sync(STEP.update, body);

/** An awareness message: of each client its clock, and its state as the text that shall pass for JSON. */
export const carets = (...entries: [client: number, clock: number, state: string][]): Uint8Array =>
  caretsOf(
    glue(
      number(entries.length),
      ...entries.flatMap(([client, clock, state]) => [number(client), number(clock), text(state)]),
    ),
  );

/** An awareness message of these bytes. */
export const caretsOf = (bytes: Uint8Array): Uint8Array => glue(number(MESSAGE.awareness), sized(bytes));
