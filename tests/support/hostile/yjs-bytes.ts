import { glue, number, text } from './bytes.ts';

// Updates of Yjs (version 1) written without Yjs, which would not write most of these.

/** What one client is said to have done from `clock` on: encoded structs. */
export type Said = { client: number; clock: number; structs: Uint8Array[] };

/** A stretch of one client's operations that is deleted. */
export type Deleted = { client: number; clock: number; length: number };

export function yjsUpdate(said: Said[], deleted: Deleted[] = []): Uint8Array {
  return glue(
    number(said.length),
    ...said.flatMap(({ client, clock, structs }) => [
      number(structs.length),
      number(client),
      number(clock),
      ...structs,
    ]),
    number(deleted.length),
    ...deleted.flatMap(({ client, clock, length }) => [
      number(client),
      number(1),
      number(clock),
      number(length),
    ]),
  );
}

/** The kinds of content, as numbered in the first byte of a struct. */
export const CONTENT = {
  gc: 0,
  deleted: 1,
  json: 2,
  binary: 3,
  string: 4,
  embed: 5,
  format: 6,
  type: 7,
  any: 8,
  doc: 9,
  skip: 10,
} as const;

/** The kinds of shared type, as numbered in a struct that holds one. */
export const TYPE = { array: 0, map: 1, text: 2, element: 3, fragment: 4, hook: 5, xmlText: 6 } as const;

/** A struct at the beginning of the root `root`; as an entry called `key` where one is given. */
export const inRoot = (root: string, content: number, body: Uint8Array, key?: string): Uint8Array =>
  glue(
    content | (key === undefined ? 0 : 0x20),
    number(1),
    text(root),
    key === undefined ? glue() : text(key),
    body,
  );

/** A struct at the beginning of the type that `client` made at `clock`. */
export const inType = (client: number, clock: number, content: number, body: Uint8Array): Uint8Array =>
  glue(content, number(0), number(client), number(clock), body);

/** A struct behind the character that `client` made at `clock`. */
export const behind = (client: number, clock: number, content: number, body: Uint8Array): Uint8Array =>
  glue(content | 0x80, number(client), number(clock), body);

/** The content of an element called `name`. */
export const element = (name: string): Uint8Array => glue(number(TYPE.element), text(name));
