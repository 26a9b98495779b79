import * as decoding from 'lib0/decoding';
import * as Y from 'yjs';
import { LIMITS } from '../domain/protocol.ts';

/** An update, read. */
export type Decoded = ReturnType<typeof Y.decodeUpdate>;

/** As an operation's number: past what anybody can have typed, and far below where numbers are no longer exact. */
const MAX_CLOCK = 2 ** 31;

/** Thrown for an update of which there is more than one may bring. */
export class TooMuch extends Error {}

/**
 * Decodes an update. Throws TooMuch where it has more stretches than one may have, as soon as that shows; RangeError
 * where something follows its end, which would be taken for saved and be
 * lost; and where a stretch of it is empty or endless: Yjs takes such a one in, and could not read it again.
 */
export function decodeWhole(update: Uint8Array): Decoded {
  const decoded = Y.decodeUpdateV2(update, Whole);
  if (Whole.last && decoding.hasContent(Whole.last))
    throw new RangeError('something follows the end of the update');
  for (const { id, length } of decoded.structs) mustBeStretch(id.clock, length);
  for (const ranges of decoded.ds.clients.values())
    for (const { clock, len } of ranges) mustBeStretch(clock, len);
  return decoded;
}

function mustBeStretch(clock: number, length: number): void {
  if (length <= 0 || clock + length > MAX_CLOCK)
    throw new RangeError('it has a stretch of no possible length');
}

/** Yjs's decoder, which keeps where it has come to and counts what it has read. */
class Whole extends Y.UpdateDecoderV1 {
  static last: decoding.Decoder | null = null;
  #structs = 0;
  #deletions = 0;

  constructor(decoder: decoding.Decoder) {
    super(decoder);
    Whole.last = decoder;
  }

  override readInfo(): number {
    this.#structs += 1;
    if (this.#structs > LIMITS.stretches) throw new TooMuch('it adds too much at once');
    return super.readInfo();
  }

  override readDsClock(): number {
    this.#deletions += 1;
    if (this.#deletions > LIMITS.deletions) throw new TooMuch('it deletes too much at once');
    return super.readDsClock();
  }
}

/** The clients of whom an update brings more than the document has. Ranges it has already are re-sends. */
export function newClients(ydoc: Y.Doc, structs: Decoded['structs']): number[] {
  const clients = new Set<number>();
  for (const struct of structs) {
    const { client, clock } = struct.id;
    if (clock + struct.length > Y.getState(ydoc.store, client) && !(struct instanceof Y.Skip))
      clients.add(client);
  }
  return [...clients];
}

/** Whether an update depends on anything that neither it nor the document has. */
export function leavesGap({ store }: Y.Doc, { structs, ds }: Decoded): boolean {
  const reached = new Map<number, number>();
  const reach = (client: number) => reached.get(client) ?? Y.getState(store, client);
  for (const struct of structs) {
    const { client, clock } = struct.id;
    if (struct instanceof Y.Skip || clock > reach(client)) return true;
    reached.set(client, Math.max(reach(client), clock + struct.length));
  }
  for (const struct of structs) {
    if (!(struct instanceof Y.Item)) continue;
    const { client, clock } = struct.id;
    for (const id of [struct.origin, struct.rightOrigin, struct.parent])
      if (id instanceof Y.ID && id.clock >= (id.client === client ? clock : reach(id.client))) return true;
  }
  for (const [client, ranges] of ds.clients)
    for (const { clock, len } of ranges) if (clock + len > reach(client)) return true;
  return false;
}

/** Whether an update deletes anything that the document still has and that `counts`, or that it does not know. */
export function deletesMore(
  ydoc: Y.Doc,
  { clients }: Decoded['ds'],
  counts: (item: Y.Item) => boolean = () => true,
): boolean {
  for (const [client, ranges] of clients) {
    for (const { clock, len } of ranges) {
      const end = clock + len;
      if (end > Y.getState(ydoc.store, client)) return true;
      for (let at = clock; at < end; ) {
        const struct = Y.getItem(ydoc.store, Y.createID(client, at));
        if (!struct.deleted && counts(struct)) return true;
        at = struct.id.clock + struct.length;
      }
    }
  }
  return false;
}

/** Whether it is more than a border between formats. */
export const isMoreThanFormat = ({ content }: Y.Item) => !(content instanceof Y.ContentFormat);
