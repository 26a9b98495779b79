import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';
import { messageYjsSyncStep1, messageYjsSyncStep2, messageYjsUpdate } from 'y-protocols/sync';
import * as Y from 'yjs';
import { BODY } from '../../domain/document/schema.ts';
import { leaveFormatting } from '../../domain/document/ydoc.ts';
import { CLOSE, MESSAGE, readHello } from '../../domain/protocol.ts';
import type { Seeded } from '../support/seeded.ts';
import type { Name } from './cast.ts';
import { type ClientEnd, Link } from './link.ts';
import type { Node, Stage } from './node.ts';
import type { Witness } from './witness.ts';

/** What a tab joins: some nodes, of which it comes to any, and a section. */
export type Place = { nodes: readonly Node[]; sectionId: string; stage: Stage };

/** The documents in which somebody has typed; Yjs itself may change others, when it tidies up. */
const typedIn = new WeakSet<Y.Doc>();

/** The longest that somebody waits before they come back, in ms. */
const COMES_BACK_MS = 2500;

/**
 * One open tab: a document, and a connection as y-websocket keeps it (`plain`), or as our own editor does, which
 * understands the server's own messages and sends nothing before it has answered the server's question (`ours`).
 */
export class Tab implements ClientEnd {
  ydoc: Y.Doc;
  isSlow = false;
  /** The network is away, or the lid closed: nothing connects until `isOnline` again. */
  isOnline = true;
  isSynced = false;
  readonly userId: Name;
  readonly sectionId: string;
  readonly kind: 'ours' | 'plain';
  readonly #place: Place;
  readonly #witness: Witness;
  readonly #random: Seeded;
  #link: Link | null = null;
  #isOpen = false;
  #hasAnswered = false;
  #mayWrite = true;
  #caret = 0;

  constructor(place: Place, witness: Witness, userId: Name, kind: Tab['kind'], random: Seeded) {
    this.#place = place;
    this.#witness = witness;
    this.kind = kind;
    this.#random = random;
    this.userId = userId;
    this.sectionId = place.sectionId;
    this.ydoc = this.#newDoc(null);
  }

  get understands(): boolean {
    return this.kind === 'ours';
  }

  get link(): Link | null {
    return this.#link;
  }

  /** As far as the person sees: whether they could type now. */
  get #mayType(): boolean {
    const { stage } = this.#place;
    return this.understands ? this.#mayWrite : stage.world.whyNot(this.sectionId, this.userId) === null;
  }

  /** True when the tab shows what the server has, and the server has told that it has all of the tab. */
  get isAtRest(): boolean {
    const link = this.#link;
    if (!link || !this.isSynced || !link.isQuiet) return false;
    return !this.understands || (this.#hasAnswered && link.watch.saved === link.watch.sentCount);
  }

  /** For whoever looks for what went wrong. */
  get state(): string {
    const { saved, sentCount } = this.#link?.watch ?? { saved: 0, sentCount: 0 };
    const connection = this.#link ? (this.isSynced ? 'synced' : 'not synced') : 'not connected';
    return `${this.kind}, ${connection}, ${saved} of ${sentCount} saved`;
  }

  /** Whatever kept it away is over. */
  comeBack(): void {
    this.isOnline = true;
    this.connect();
  }

  connect(): void {
    const { stage, nodes } = this.#place;
    if (this.#link || !this.isOnline) return;
    const node = this.#random.pick(nodes);
    const link = new Link(stage.scheduler, this.#random, this, stage.world, this.#witness);
    const { ydoc } = this;
    link.watch.typed = () => (typedIn.has(ydoc) ? Y.encodeStateAsUpdate(ydoc) : null);
    this.#link = link;
    stage.scheduler.add('socket', this, () => this.#link === link && node.accept(link, this));
  }

  /** The person changes the text, where they see that they may. */
  type(change: (ydoc: Y.Doc) => void): void {
    if (!this.#mayType) return;
    typedIn.add(this.ydoc);
    change(this.ydoc);
  }

  disconnect(): void {
    this.#link?.leave();
    this.#forget();
  }

  /** The page is opened anew, with what this device kept of the text, or with nothing. */
  reload(keeps: 'all' | 'nothing'): void {
    this.disconnect();
    this.ydoc = this.#newDoc(keeps === 'all' ? Y.encodeStateAsUpdate(this.ydoc) : null);
    this.connect();
  }

  opened(): void {
    this.#isOpen = true;
    this.#send(messageYjsSyncStep1, Y.encodeStateVector(this.ydoc));
    this.moveCaret();
  }

  heard(message: Uint8Array): void {
    const decoder = decoding.createDecoder(message);
    const kind = decoding.readVarUint(decoder);
    if (kind === MESSAGE.hello) this.#greeted(readHello(decoder).mayWrite);
    if (kind !== MESSAGE.sync) return;
    const step = decoding.readVarUint(decoder);
    const body = decoding.readVarUint8Array(decoder);
    if (step === messageYjsSyncStep1) {
      this.#hasAnswered = true;
      this.#send(messageYjsSyncStep2, Y.encodeStateAsUpdate(this.ydoc, body));
    } else {
      Y.applyUpdate(this.ydoc, body, this);
      if (step === messageYjsSyncStep2) this.isSynced = true;
    }
  }

  closed(code: number): void {
    this.#forget();
    const { scheduler } = this.#place.stage;
    const isFinal = code >= 4400 && code < 4500;
    if (code === CLOSE.refused || code === CLOSE.malformed) this.ydoc = this.#newDoc(null);
    if (code === CLOSE.forbidden) this.isOnline = false;
    scheduler.add('client', this, () => this.connect(), isFinal ? 0 : this.#random.int(0, COMES_BACK_MS));
  }

  moveCaret(): void {
    this.#caret += 1;
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, MESSAGE.awareness);
    const update = encoding.createEncoder();
    encoding.writeVarUint(update, 1);
    encoding.writeVarUint(update, this.ydoc.clientID);
    encoding.writeVarUint(update, this.#caret);
    encoding.writeVarString(update, '{"cursor":null}');
    encoding.writeVarUint8Array(encoder, encoding.toUint8Array(update));
    if (this.#isOpen) this.#link?.send(encoding.toUint8Array(encoder), null);
  }

  /** Sends an update that the tab's own document knows nothing of. The server may treat it as it likes from then on. */
  forge(update: Uint8Array): void {
    if (!this.#link || !this.#isOpen) return;
    this.#link.watch.isForged = true;
    this.#send(messageYjsUpdate, update);
  }

  /** Sends bytes that are no message. */
  garble(bytes: Uint8Array): void {
    if (!this.#link || !this.#isOpen) return;
    this.#link.watch.isForged = true;
    this.#link.send(bytes, null);
  }

  /** Our own editor leaves when it may only read and has something that the server lacks, and keeps that as a draft. */
  #greeted(mayWrite: boolean): void {
    this.#mayWrite = mayWrite;
    const { truth } = this.#place.stage.world.section(this.sectionId);
    if (mayWrite || !truth.lackOf(Y.encodeStateAsUpdate(this.ydoc))) return;
    this.reload('nothing');
  }

  #send(step: number, body: Uint8Array): void {
    const encoder = encoding.createEncoder();
    encoding.writeVarUint(encoder, MESSAGE.sync);
    encoding.writeVarUint(encoder, step);
    encoding.writeVarUint8Array(encoder, body);
    this.#link?.send(encoding.toUint8Array(encoder), step === messageYjsSyncStep1 ? null : body);
  }

  #forget(): void {
    this.#link = null;
    this.#isOpen = false;
    this.#hasAnswered = false;
    this.isSynced = false;
  }

  #newDoc(kept: Uint8Array | null): Y.Doc {
    const ydoc = this.understands ? leaveFormatting(new Y.Doc({ guid: 'text' })) : new Y.Doc();
    ydoc.clientID = this.#random.int(1, 2 ** 32 - 1);
    ydoc.getXmlFragment(BODY);
    if (kept) Y.applyUpdate(ydoc, kept);
    if (kept && typedIn.has(this.ydoc)) typedIn.add(ydoc);
    ydoc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === this || ydoc !== this.ydoc || !this.#isOpen) return;
      if (!this.understands || this.#hasAnswered) this.#send(messageYjsUpdate, update);
    });
    return ydoc;
  }
}
