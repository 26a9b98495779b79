import * as Y from 'yjs';
import { canonicalText } from '../domain/document/canonical.ts';
import { findFault, findMarkFault } from '../domain/document/check.ts';
import { type NodeJson, numberedIn, outlineOf } from '../domain/document/outline.ts';
import { BODY } from '../domain/document/schema.ts';
import { documentOf, leaveFormatting, markNameOf, nodesOf } from '../domain/document/ydoc.ts';
import { splitsCharacter } from './characters.ts';
import { liesTooDeep } from './depth.ts';
import { inTime } from './in-time.ts';
import type { RefusalReason } from './meters.ts';
import { type Placing, placingOf } from './placing.ts';
import {
  type Decoded,
  decodeWhole,
  deletesMore,
  isMoreThanFormat,
  leavesGap,
  newClients,
  TooMuch,
} from './updates.ts';

/** What became of an update: nothing in it was new, it may stand (`payload` is what was new), or it may not. */
export type Judgement =
  | { kind: 'nothing_new' }
  | { kind: 'accepted'; payload: Uint8Array; claims: number[] }
  /** `why` completes a sentence. `applied`: the shadow holds it, and has to be loaded anew. */
  | { kind: 'refused'; reason: RefusalReason; why: string; applied: boolean };

/** What of an update was new (null: nothing), and the children of the body that it touched. */
type Applied = { payload: Uint8Array | null; changed: Set<unknown> };

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
    this.ydoc = leaveFormatting(ydoc);
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
    if (this.#answers.size >= MAX_ANSWERS) this.#answers.clear();
    this.#answers.set(key, answer);
    return answer;
  }

  /** Takes in what is already committed: from the log, past every check. */
  applyCommitted(payload: Uint8Array): void {
    const { changed } = this.#apply([payload]);
    this.#forget(changed);
  }

  /**
   * Judges an update that `userId` sent, and takes it in when it may stand. `mayWrite` false: only an update
   * with nothing new passes. Throws where the bytes are no update at all.
   */
  judge(update: Uint8Array, userId: string, mayWrite: boolean): Judgement {
    let decoded: Decoded;
    try {
      decoded = decodeWhole(update);
    } catch (error) {
      if (error instanceof TooMuch) return turnedAway('too_large', error.message);
      throw error;
    }
    const clients = newClients(this.ydoc, decoded.structs);
    for (const client of clients) {
      const owner = this.#owners.get(client);
      if (owner !== undefined && owner !== userId)
        return turnedAway('foreign_client', 'it was written under the name of somebody else');
    }

    if (clients.length > MAX_NEW_CLIENTS)
      return turnedAway('too_many_replicas', 'it comes from too many replicas at once');

    // Not applied: Yjs looks at what it has already too, and splits what that claims to stand behind.
    if (clients.length === 0 && !deletesMore(this.ydoc, decoded.ds)) return { kind: 'nothing_new' };
    // Before it is applied, so that a reader's refusal does not cost everybody a reload of the section.
    if (!mayWrite) {
      // Every replica drops what formatting it finds redundant, that of a reader too. Nothing of it is taken in.
      if (clients.length === 0 && !deletesMore(this.ydoc, decoded.ds, isMoreThanFormat))
        return { kind: 'nothing_new' };
      return turnedAway('not_allowed', READ_ONLY);
    }

    if (leavesGap(this.ydoc, decoded)) return turnedAway('gap', GAP);
    if (liesTooDeep(this.ydoc, decoded.structs)) return turnedAway('form', TOO_DEEP);
    if (splitsCharacter(this.ydoc, decoded.structs)) return turnedAway('form', HALF);
    const markFault = faultInMarks(decoded.structs);
    if (markFault) return turnedAway('form', unfit(markFault));

    const placing: { is: Placing } = { is: 'between' };
    let applied: Applied;
    try {
      applied = this.#apply(inTime(this.#newIn(update, decoded), decoded), (transaction) => {
        placing.is = placingOf(transaction, clients);
      });
    } catch (error) {
      if (error instanceof TooMuch) return refused('too_large', error.message);
      throw error;
    }
    const { payload, changed } = applied;
    if (this.ydoc.store.pendingStructs || this.ydoc.store.pendingDs) return refused('gap', GAP);
    if (payload === null) return { kind: 'nothing_new' };
    if (this.ydoc.share.size !== 1 || this.ydoc.getXmlFragment(BODY)._map.size > 0)
      return refused('unknown_root', 'it writes outside the text of the section');
    if (placing.is === 'nowhere') return refused('form', DISORDER);
    const before = this.#forget(changed);
    const fault = this.#faultIn(changed, before);
    if (fault) return refused('form', unfit(fault));
    if (placing.is === 'strange' && !this.#isSameReadAgain()) return refused('form', DISORDER);

    const claims = clients.filter((client) => !this.#owners.has(client));
    for (const client of claims) this.#owners.set(client, userId);
    return { kind: 'accepted', payload, claims };
  }

  /** What of an update is not known already, but for its deletions. */
  #newIn(update: Uint8Array, { structs }: Decoded): Uint8Array {
    const isKnown = structs.some(({ id }) => id.clock < Y.getState(this.ydoc.store, id.client));
    return isKnown ? Y.diffUpdate(update, this.vector()) : update;
  }

  /** Whether the text is the same for somebody who is sent it as a whole. Costs as much as opening the section. */
  #isSameReadAgain(): boolean {
    const again = new Y.Doc();
    Y.applyUpdate(again, Y.encodeStateAsUpdate(this.ydoc));
    const isSame = canonicalText(documentOf(again)) === canonicalText(this.document());
    again.destroy();
    return isSame;
  }

  /** Applies updates; returns what of them was new (null: nothing) and the top-level children that it touched. */
  #apply(
    updates: Iterable<Uint8Array>,
    look: (transaction: Y.Transaction) => void = () => undefined,
  ): Applied {
    const changed = new Set<unknown>();
    let payload: Uint8Array | null = null;
    const body = this.ydoc.getXmlFragment(BODY);
    this.#answers.clear();
    const onUpdate = (applied: Uint8Array) => {
      payload = applied;
    };
    const onTransaction = (transaction: Y.Transaction) => {
      look(transaction);
      for (const type of transaction.changed.keys()) {
        if (Object.is(type, body)) this.isNumberedAnew = true;
        collectTopLevel(type, body, transaction, changed);
      }
    };
    this.ydoc.on('update', onUpdate);
    this.ydoc.on('afterTransaction', onTransaction);
    try {
      this.ydoc.transact(() => {
        for (const one of updates) Y.applyUpdate(this.ydoc, one);
      });
    } finally {
      this.ydoc.off('update', onUpdate);
      this.ydoc.off('afterTransaction', onTransaction);
    }
    return { payload, changed };
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

const unfit = (fault: string) => `the text would not fit the document's form (${fault})`;

/** How many answers are kept: a client may ask with any vector. */
const MAX_ANSWERS = 32;

const GAP = 'an earlier part of it is missing';
const HALF = 'it stands within a character';
const DISORDER = 'it stands between words that are no neighbours';
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

/** What is wrong with the marks that an update sets, also where they are on no text yet: somebody may type there. */
function faultInMarks(structs: Decoded['structs']): string | null {
  for (const struct of structs) {
    if (!(struct instanceof Y.Item) || !(struct.content instanceof Y.ContentFormat)) continue;
    const { key, value } = struct.content;
    const fault = value === null ? null : findMarkFault(markNameOf(key), value);
    if (fault) return fault;
  }
  return null;
}
