import * as decoding from 'lib0/decoding';
import * as Y from 'yjs';
import { findFault } from '../domain/document/check.ts';
import { type NodeJson, numberedIn, outlineOf } from '../domain/document/outline.ts';
import { BODY } from '../domain/document/schema.ts';
import { nodesOf } from '../domain/document/ydoc.ts';
import { liesTooDeep } from './depth.ts';
import type { RefusalReason } from './meters.ts';

/** What became of an update: nothing in it was new, it may stand (`payload` is what was new), or it may not. */
export type Judgement =
  | { kind: 'nothing_new' }
  | { kind: 'accepted'; payload: Uint8Array; claims: number[] }
  /** `why` completes a sentence. `applied`: the shadow holds it, and has to be loaded anew. */
  | { kind: 'refused'; reason: RefusalReason; why: string; applied: boolean };

/** The new client ids that one update may bring: one for each time that somebody opened the section offline. */
const MAX_NEW_CLIENTS = 200;

/**
 * The text of one open section as accepted so far, committed or queued, and the only way for an update to
 * get into it. After a refusal that says `applied` the shadow is good for nothing: load a new one.
 */
export class Shadow {
  readonly ydoc: Y.Doc;
  /** Set when something that others count by or refer to may have come, gone or changed. */
  isNumberedAnew = false;
  readonly #owners: Map<number, string>;
  /** What was answered since the text last changed, by state vector: many come back at once with the same replica. */
  readonly #answers = new Map<string, Uint8Array>();
  /** Each top-level block as last projected; a changed one is dropped and projected anew. */
  readonly #blocks = new WeakMap<object, NodeJson[]>();

  /** `owners`: whose each known client id is. The shadow takes `ydoc` over. */
  constructor(ydoc: Y.Doc, owners: Map<number, string>) {
    this.ydoc = ydoc;
    this.#owners = owners;
    ydoc.getXmlFragment(BODY);
  }

  /** The document as accepted so far. Costs as much as has changed since last asked. */
  document(): NodeJson {
    return { type: 'doc', content: this.#children().flatMap((child) => this.#project(child)) };
  }

  /** The encoded state vector. */
  vector(): Uint8Array {
    return Y.encodeStateVector(this.ydoc);
  }

  /** What somebody lacks who has what `vector` says. */
  difference(vector: Uint8Array): Uint8Array {
    const key = Buffer.from(vector).toString('base64');
    const answer = this.#answers.get(key) ?? Y.encodeStateAsUpdate(this.ydoc, vector);
    this.#answers.set(key, answer);
    return answer;
  }

  /** Takes in what is already committed: from the log, past every check. */
  applyCommitted(payload: Uint8Array): void {
    const { changed } = this.#apply(payload);
    this.#forget(changed);
  }

  /**
   * Judges an update that `userId` sent, and takes it in when it may stand. `mayWrite` false: only an update
   * with nothing new passes. Throws where the bytes are no update at all.
   */
  judge(update: Uint8Array, userId: string, mayWrite: boolean): Judgement {
    const decoded = decodeWhole(update);
    const clients = newClients(this.ydoc, decoded.structs);
    for (const client of clients) {
      const owner = this.#owners.get(client);
      if (owner !== undefined && owner !== userId)
        return turnedAway('foreign_client', 'it was written under the name of somebody else');
    }

    if (clients.length > MAX_NEW_CLIENTS)
      return turnedAway('too_many_replicas', 'it comes from too many replicas at once');

    // Before it is applied, so that a reader's refusal does not cost everybody a reload of the section.
    if (!mayWrite) {
      if (clients.length > 0 || deletesMore(this.ydoc, decoded.ds))
        return turnedAway('not_allowed', READ_ONLY);
      return { kind: 'nothing_new' };
    }

    if (leavesGap(this.ydoc, decoded)) return turnedAway('gap', GAP);
    if (liesTooDeep(this.ydoc, decoded.structs)) return turnedAway('form', TOO_DEEP);

    const { payload, changed } = this.#apply(update);
    if (this.ydoc.store.pendingStructs || this.ydoc.store.pendingDs) return refused('gap', GAP);
    if (payload === null) return { kind: 'nothing_new' };
    if (this.ydoc.share.size !== 1 || this.ydoc.getXmlFragment(BODY)._map.size > 0)
      return refused('unknown_root', 'it writes outside the text of the section');
    const before = this.#forget(changed);
    const fault = this.#faultIn(changed, before);
    if (fault) return refused('form', `the text would not fit the document's form (${fault})`);

    const claims = clients.filter((client) => !this.#owners.has(client));
    for (const client of claims) this.#owners.set(client, userId);
    return { kind: 'accepted', payload, claims };
  }

  /** Applies an update; returns what of it was new (null: nothing) and the top-level children that it touched. */
  #apply(update: Uint8Array): { payload: Uint8Array | null; changed: Set<unknown> } {
    const changed = new Set<unknown>();
    // Yjs may follow with a transaction of its own that drops redundant formatting: then there are two.
    const payloads: Uint8Array[] = [];
    const body = this.ydoc.getXmlFragment(BODY);
    this.#answers.clear();
    const onUpdate = (payload: Uint8Array) => payloads.push(payload);
    const onTransaction = (transaction: Y.Transaction) => {
      for (const type of transaction.changed.keys()) {
        if (Object.is(type, body)) this.isNumberedAnew = true;
        collectTopLevel(type, body, transaction, changed);
      }
    };
    this.ydoc.on('update', onUpdate);
    this.ydoc.on('afterTransaction', onTransaction);
    try {
      Y.applyUpdate(this.ydoc, update);
    } finally {
      this.ydoc.off('update', onUpdate);
      this.ydoc.off('afterTransaction', onTransaction);
    }
    return { payload: payloads.length > 1 ? Y.mergeUpdates(payloads) : (payloads[0] ?? null), changed };
  }

  /** Drops what is known of these children; returns what it was. */
  #forget(changed: Set<unknown>): Map<unknown, NodeJson[]> {
    const known = new Map<unknown, NodeJson[]>();
    for (const child of changed) {
      if (typeof child !== 'object' || !child) continue;
      const nodes = this.#blocks.get(child);
      if (nodes) known.set(child, nodes);
      this.#blocks.delete(child);
    }
    return known;
  }

  #children(): unknown[] {
    return this.ydoc.getXmlFragment(BODY).toArray();
  }

  #faultIn(changed: Set<unknown>, before: Map<unknown, NodeJson[]>): string | null {
    try {
      for (const child of changed) {
        // A child that the update deleted is no longer part of the text.
        if (child instanceof Y.AbstractType && child._item?.deleted) continue;
        if (!(child instanceof Y.XmlElement)) return 'text stands outside every block';
        const was = before.get(child);
        const now = this.#project(child);
        const fault = now.map(findFault).find(Boolean);
        if (fault) return fault;
        if (!was || numbersOf(was) !== numbersOf(now)) this.isNumberedAnew = true;
      }
      return null;
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  }

  #project(child: unknown): NodeJson[] {
    const key = child as object; // children of a fragment are types, which are objects
    const known = this.#blocks.get(key);
    if (known) return known;
    const nodes = nodesOf(child);
    this.#blocks.set(key, nodes);
    return nodes;
  }
}

const numbersOf = (content: NodeJson[]) => numberedIn(outlineOf({ type: 'doc', content }));

const GAP = 'an earlier part of it is missing';
const TOO_DEEP = 'its blocks lie too deep in each other';
const READ_ONLY = 'you may read this section, but not change it';

const turnedAway = (reason: RefusalReason, why: string): Judgement => ({
  kind: 'refused',
  reason,
  why,
  applied: false,
});
const refused = (reason: RefusalReason, why: string): Judgement => ({
  kind: 'refused',
  reason,
  why,
  applied: true,
});

type Decoded = ReturnType<typeof Y.decodeUpdate>;

/** Decodes an update, and throws where something follows its end: it would be taken for saved and be lost. */
function decodeWhole(update: Uint8Array): Decoded {
  const decoded = Y.decodeUpdateV2(update, Whole);
  if (Whole.last && decoding.hasContent(Whole.last))
    throw new RangeError('something follows the end of the update');
  return decoded;
}

/** Yjs's decoder, which keeps where it has come to. */
class Whole extends Y.UpdateDecoderV1 {
  static last: decoding.Decoder | null = null;

  constructor(decoder: decoding.Decoder) {
    super(decoder);
    Whole.last = decoder;
  }
}

/** The clients of whom an update brings more than the document has. Ranges it has already are re-sends. */
function newClients(ydoc: Y.Doc, structs: Decoded['structs']): number[] {
  const clients = new Set<number>();
  for (const struct of structs) {
    const { client, clock } = struct.id;
    if (clock + struct.length > Y.getState(ydoc.store, client) && !(struct instanceof Y.Skip))
      clients.add(client);
  }
  return [...clients];
}

/** Whether an update depends on anything that neither it nor the document has. */
function leavesGap({ store }: Y.Doc, { structs, ds }: Decoded): boolean {
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

/** Whether an update deletes anything that the document still has, or does not know. */
function deletesMore(ydoc: Y.Doc, { clients }: Decoded['ds']): boolean {
  for (const [client, ranges] of clients) {
    for (const { clock, len } of ranges) {
      const end = clock + len;
      if (end > Y.getState(ydoc.store, client)) return true;
      for (let at = clock; at < end; ) {
        const struct = Y.getItem(ydoc.store, Y.createID(client, at));
        if (!struct.deleted) return true;
        at = struct.id.clock + struct.length;
      }
    }
  }
  return false;
}

/** Adds to `found` the child of `body` that `type` lies in, or the new children when it is `body` itself. */
function collectTopLevel(
  type: object,
  body: Y.XmlFragment,
  transaction: Y.Transaction,
  found: Set<unknown>,
): void {
  if (type === body) {
    const children: unknown[] = body.toArray(); // its types say elements and texts; an update may have put in anything
    for (const child of children) {
      const item = child instanceof Y.AbstractType ? child._item : null;
      if (!item || item.id.clock >= (transaction.beforeState.get(item.id.client) ?? 0)) found.add(child);
    }
    return;
  }
  let current: { parent: object | null } | null = type as Y.XmlElement; // what changed is a Yjs type
  while (current && current.parent !== body) current = current.parent as Y.XmlElement | null;
  if (current) found.add(current);
}
