import { WebSocket } from 'ws';
import type { Address } from '../peers/peer.ts';
import { Frames } from './frames.ts';

/** What a client has before it connects: nothing, or a full replica. */
export type Replica = {
  stateVector: Uint8Array;
  /** What it has beyond a server's state vector, as an update. */
  beyond(stateVector: Uint8Array): Uint8Array;
};

const NOTHING = Uint8Array.of(0);
/** An update without structs and without deletions. */
const EMPTY_UPDATE = Uint8Array.of(0, 0);

export const emptyReplica: Replica = { stateVector: NOTHING, beyond: () => EMPTY_UPDATE };

/**
 * One client of the load: speaks y-websocket's protocol as an unmodified client does, and keeps no document of
 * its own, so that hundreds of them cost little.
 */
export class LoadSocket {
  /** Each update as it arrives, and each answer to our state vector. */
  onUpdate: (update: Uint8Array) => void = () => undefined;
  /** The sync messages that can change a text: sent, and of those the ones that the server says it has taken. */
  sent = 0;
  saved = 0;
  receivedBytes = 0;
  /** Resolves with the server's answer to our state vector; empty where it keeps no state. Rejects when it is closed before. */
  readonly synced: Promise<Uint8Array>;
  /** Resolves when the connection has ended, from whichever side. */
  readonly closed: Promise<void>;
  readonly frames: Frames;
  readonly #socket: WebSocket;

  constructor(address: Address, replica: Replica = emptyReplica) {
    const frames = new Frames(address);
    this.frames = frames;
    // Nagle's delay is off in ws; compression is off here as it is in every peer.
    const socket = new WebSocket(address.url, { headers: address.headers, perMessageDeflate: false });
    this.#socket = socket;
    this.synced = new Promise((resolve, reject) => {
      socket.on('open', () => {
        if (!address.hasState) return resolve(EMPTY_UPDATE);
        if (address.dialect === 'hocuspocus') socket.send(frames.token());
        socket.send(frames.step1(replica.stateVector));
      });
      socket.on('message', (message: Buffer) => {
        this.receivedBytes += message.length;
        const heard = frames.read(message);
        if (heard.kind === 'update') this.onUpdate(heard.body);
        else if (heard.kind === 'step1') this.send(frames.step2(replica.beyond(heard.body)));
        else if (heard.kind === 'step2') {
          this.onUpdate(heard.body);
          resolve(heard.body);
        } else if (heard.kind === 'saved') this.saved = heard.count;
        else if (heard.kind === 'one_more_saved') this.saved += heard.count;
      });
      socket.on('close', (code, reason) => reject(new Error(`closed with ${code} ${reason}`)));
      socket.on('error', reject);
    });
    this.closed = new Promise((resolve) => socket.on('close', () => resolve()));
    this.synced.catch(() => undefined); // whoever awaits it sees it
  }

  /** What was sent and the network has not taken, in bytes. */
  get unsentBytes(): number {
    return this.#socket.bufferedAmount;
  }

  /** Sends a sync step 2 or an update, framed. */
  send(frame: Uint8Array): void {
    this.sent += 1;
    this.#socket.send(frame);
  }

  /** Cuts the connection without a word, and does not wait. */
  drop(): void {
    this.#socket.terminate();
  }
}
