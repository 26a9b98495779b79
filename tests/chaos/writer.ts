import * as decoding from 'lib0/decoding';
import { WebSocket } from 'ws';
import { messageYjsSyncStep1 } from 'y-protocols/sync';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { BODY, SCHEMA_VERSION } from '../../domain/document/schema.ts';
import { MESSAGE, readNotice, readSaved } from '../../domain/protocol.ts';
import type { Seeded } from '../support/seeded.ts';
import type { Promises } from './promises.ts';

/** Where a writer goes: `url` ends in `/collab`; `headers` carry the session. */
export type Place = { url: string; sectionId: string; headers: Record<string, string> };

/** What is promised to the people of one section, by kind. */
export type SectionPromises = { seen: Promises; saved: Promises };

/** `plain`: an unmodified y-websocket client. `acknowledged`: one that asks to be told what is saved. */
export type WriterKind = 'plain' | 'acknowledged';

const longestBlock = 400;
const mostBlocks = 10;

/**
 * Somebody who writes in a section. What their socket brings them counts as seen, what the server counts back to
 * them as saved, in the very moment in which it arrives.
 */
export class Writer {
  readonly ydoc = new Y.Doc();
  readonly provider: WebsocketProvider;
  /** Why the server sent them away, in its words: nothing of that kind may happen here. */
  readonly refusals: string[] = [];
  readonly kind: WriterKind;
  readonly #random: Seeded;
  #paragraphs = 0;
  #edits = 0;
  #unsaved = 0;

  constructor(place: Place, kind: WriterKind, promises: SectionPromises, random: Seeded) {
    this.kind = kind;
    this.#random = random;
    const { headers } = place;
    const notice = (message: string) => {
      this.refusals.push(message);
    };
    const unsaved = (count: number) => {
      this.#unsaved = count;
    };
    class Socket extends WebSocket {
      /** The content of each message that the server counts on this connection, past the `told` it has counted. */
      readonly #sent: Uint8Array[] = [];
      #told = 0;

      constructor(address: string | URL) {
        super(address, { headers });
        this.on('message', (data: Buffer) => this.#hear(new Uint8Array(data)));
      }

      override send(data: Uint8Array): void {
        super.send(data);
        const content = contentOf(data);
        if (content) this.#sent.push(content);
        unsaved(this.#sent.length);
      }

      #hear(data: Uint8Array): void {
        const content = contentOf(data);
        if (content) promises.seen.add(content);
        const decoder = decoding.createDecoder(data);
        const message = decoding.readVarUint(decoder);
        if (message === MESSAGE.notice) notice(readNotice(decoder).message);
        if (message !== MESSAGE.saved) return;
        const count = readSaved(decoder);
        const made = this.#told + this.#sent.length;
        if (count > made) notice(`the server calls ${count} messages saved, where ${made} were sent`);
        for (const update of this.#sent.splice(0, count - this.#told)) promises.saved.add(update);
        this.#told = Math.max(count, this.#told);
        unsaved(this.#sent.length);
      }
    }
    this.provider = new WebsocketProvider(place.url, place.sectionId, this.ydoc, {
      WebSocketPolyfill: Socket as unknown as typeof globalThis.WebSocket, // ws has what y-websocket uses of it
      params: { schema: String(SCHEMA_VERSION), ...(kind === 'acknowledged' ? { saved: '1' } : {}) },
      disableBc: true,
    });
    // Ours are read above; without a handler y-websocket would complain of them.
    if (kind === 'acknowledged')
      for (const id of [100, 101, 102, 103]) this.provider.messageHandlers[id] = () => undefined;
    this.provider.on('connection-close', (event) => {
      if (event && event.code >= 4400 && event.code < 4500)
        notice(`closed with ${event.code}: ${event.reason}`);
    });
  }

  get isSynced(): boolean {
    return this.provider.wsconnected && this.provider.synced;
  }

  /** How many messages of the present connection it was not told to be saved; of a plain one nobody knows. */
  get unsaved(): number {
    return this.kind === 'acknowledged' ? this.#unsaved : 0;
  }

  get edits(): number {
    return this.#edits;
  }

  /** One edit of some kind somewhere in the text, once there is one. Works offline as online. */
  write(): void {
    const body = this.ydoc.getXmlFragment(BODY);
    const blocks = body.toArray().filter((child) => child instanceof Y.XmlElement);
    if (blocks.length === 0) return;
    this.#edits += 1;
    const [random, block] = [this.#random, this.#random.pick(blocks)];
    const roll = random.next();
    this.ydoc.transact(() => {
      if (roll < 0.04 && blocks.length < mostBlocks) this.#addParagraph(body);
      else if (roll < 0.06 && blocks.length > 2) body.delete(body.toArray().indexOf(block), 1);
      else {
        const text = textIn(block);
        if (roll < 0.2 || text.length > longestBlock) {
          const length = Math.min(text.length, random.int(1, text.length > longestBlock ? 60 : 6));
          if (length > 0) text.delete(random.int(0, text.length - length), length);
        } else text.insert(random.int(0, text.length), random.pick(words));
      }
    });
  }

  /** The laptop is closed: nothing is sent any more, and what was not is gone. */
  leave(): void {
    this.provider.destroy();
    this.ydoc.destroy();
  }

  #addParagraph(body: Y.XmlFragment): void {
    this.#paragraphs += 1;
    const paragraph = new Y.XmlElement('paragraph');
    paragraph.setAttribute('id', `p-${this.ydoc.clientID}-${this.#paragraphs}`);
    paragraph.insert(0, [new Y.XmlText(this.#random.pick(words))]);
    body.insert(this.#random.int(0, body.length), [paragraph]);
  }
}

const words = ['a', 'vessel ', 'reported ', 'on ', 'the ', 'transfer ', '한국 ', 'é', 'coal.'];

function textIn(block: Y.XmlElement): Y.XmlText {
  const first = block.toArray().find((child) => child instanceof Y.XmlText);
  if (first) return first;
  const text = new Y.XmlText();
  block.insert(0, [text]);
  return text;
}

/** The update in a sync message that carries one, else null. */
function contentOf(data: Uint8Array): Uint8Array | null {
  const decoder = decoding.createDecoder(data);
  if (decoding.readVarUint(decoder) !== MESSAGE.sync) return null;
  if (decoding.readVarUint(decoder) === messageYjsSyncStep1) return null;
  return decoding.readVarUint8Array(decoder);
}
