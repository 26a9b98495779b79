import type { Connection } from '../../collab/connection.ts';
import type { Wire } from '../../collab/live.ts';
import type { Seeded } from '../support/seeded.ts';
import { bodyOf, LinkWatch } from './link-watch.ts';
import type { Scheduler } from './scheduler.ts';
import type { Witness } from './witness.ts';
import type { World } from './world.ts';

/** Closed without a word, as a browser calls it. */
export const CUT = 1006;

/** The client's end of a socket. */
export type ClientEnd = {
  userId: string;
  sectionId: string;
  understands: boolean;
  /** Takes so little at a time that what it is sent has to wait in the server's memory. */
  isSlow: boolean;
  opened(): void;
  heard(message: Uint8Array): void;
  closed(code: number): void;
};

/** As many bytes as four of them are more than the server keeps for one socket (`LIMITS.unsentBytes`). */
const BYTES_OF_A_SLOW_FRAME = 300_000;
const SLOW_MS = 400;
/** How long either side of a cut socket may take to find out, in ms. */
const FINDS_OUT_MS = [0, 50, 2000, 40_000];

/**
 * One socket: two queues that keep their order, and an end that each side hears of in its own time. A frame that is
 * cut in its middle is none, so frames are what can be lost.
 */
export class Link {
  readonly wire: Wire;
  readonly watch: LinkWatch;
  readonly client: ClientEnd;
  readonly #scheduler: Scheduler;
  readonly #random: Seeded;
  #up: (Uint8Array | 'end')[] = [];
  #down: (Uint8Array | { code: number })[] = [];
  #isUpBusy = false;
  #isDownBusy = false;
  #isPaused = false;
  /** The network takes nothing any more. Whatever is written since waits in the server's memory. */
  #isCut = false;
  #stuck = 0;
  #isClosing = false;
  #isServerOver = false;
  #isClientOver = false;
  #server: Connection | null = null;
  #whenSent: (() => void)[] = [];

  constructor(scheduler: Scheduler, random: Seeded, client: ClientEnd, world: World, witness: Witness) {
    this.#scheduler = scheduler;
    this.#random = random;
    this.client = client;
    this.watch = new LinkWatch(
      world.section(client.sectionId).truth,
      witness,
      () => world.rightsChanges,
      client.userId,
    );
    this.wire = this.#makeWire();
  }

  /** False once the server has heard of its end: nobody needs to be let in any more. */
  get isOpen(): boolean {
    return !this.#isServerOver && !this.#isClosing;
  }

  get isQuiet(): boolean {
    return this.#up.length === 0 && this.#down.length === 0;
  }

  /** The server has let the client in: what it has sent meanwhile is taken now. */
  admit(connection: Connection): void {
    this.#server = connection;
    this.watch.admitted(connection.mayWrite.allowed);
    this.#pumpUp();
  }

  /** The client sends a message; `content`: the update in it, where there is one. */
  send(message: Uint8Array, content: Uint8Array | null): void {
    if (this.#isClientOver) return;
    if (content) this.watch.sent(content);
    if (this.#isCut) return;
    this.#up.push(message);
    this.#pumpUp();
  }

  /** The client closes its end. What it has sent before arrives. */
  leave(): void {
    this.#isClientOver = true;
    this.#down = [];
    this.#send('end');
  }

  /** The network goes away: a part of what was on its way arrives, and then each side finds out by itself. */
  cut(): void {
    if (this.#isCut) return;
    this.#isCut = true;
    this.#up.length = this.#random.int(0, this.#up.length);
    const arriving = this.#random.int(0, this.#down.length);
    this.#stuck = this.#down.length - arriving;
    this.#down.length = arriving;
    this.#later(() => this.#endServer());
    this.#later(() => this.#endClient(CUT));
  }

  /** The server's process is gone, and what it had not handed to the network with it. */
  serverDied(): void {
    this.#isServerOver = true;
    this.#server = null;
    this.#whenSent = [];
    this.#down.length = this.#random.int(0, this.#down.length);
    if (!this.#isCut) this.#close(CUT);
    this.#isCut = true;
  }

  /** Ends what nobody has found out yet. */
  findOut(): void {
    if (!this.#isCut) return;
    this.#endServer();
    this.#endClient(CUT);
  }

  #later(work: () => void): void {
    this.#scheduler.add('socket', this, work, this.#random.pick(FINDS_OUT_MS));
  }

  #endServer(): void {
    if (this.#isServerOver) return;
    this.#isServerOver = true;
    this.#server?.gone();
    this.#server = null;
  }

  #endClient(code: number): void {
    if (this.#isClientOver) return;
    this.#isClientOver = true;
    this.#down = [];
    this.client.closed(code);
  }

  #send(end: 'end'): void {
    this.#up.push(end);
    this.#pumpUp();
  }

  #close(code: number): void {
    this.#down.push({ code });
    this.#pumpDown();
  }

  #pumpUp(): void {
    if (this.#isUpBusy || this.#isPaused || this.#up.length === 0) return;
    // What comes before the rights are known waits for them; an end does not.
    if (!this.#server && this.#up[0] !== 'end') return;
    this.#isUpBusy = true;
    this.#scheduler.add('up', this, () => {
      this.#isUpBusy = false;
      if (this.#isPaused) return;
      const message = this.#up.shift();
      if (message === 'end') this.#endServer();
      else if (message && this.#server) {
        this.watch.arrived(message);
        this.#server.take(message);
      }
      this.#pumpUp();
    });
  }

  #pumpDown(): void {
    if (this.#isDownBusy || this.#down.length === 0) return;
    this.#isDownBusy = true;
    const arrive = () => {
      this.#isDownBusy = false;
      const frame = this.#down.shift();
      if (frame instanceof Uint8Array && !this.#isClientOver) this.client.heard(bodyOf(frame));
      else if (frame && 'code' in frame) {
        this.#endClient(frame.code);
        this.#send('end');
      }
      if (this.#down.length === 0) this.#tellSent();
      this.#pumpDown();
    };
    this.#scheduler.add('down', this, arrive, this.client.isSlow ? this.#random.int(1, SLOW_MS) : 0);
  }

  #tellSent(): void {
    if (this.#isCut) return;
    for (const callback of this.#whenSent.splice(0))
      this.#scheduler.add('socket', this, () => {
        if (!this.#isServerOver) callback();
      });
  }

  #makeWire(): Wire {
    const unsent = () => (this.client.isSlow || this.#isCut ? this.#down.length + this.#stuck : 0);
    return {
      write: (frame) => {
        if (this.#isServerOver || this.#isClosing) return;
        this.watch.wrote(frame);
        if (this.#isCut) this.#stuck += 1;
        else this.#down.push(frame);
        this.watch.waits(unsent());
        this.#pumpDown();
      },
      get unsentBytes() {
        return unsent() * BYTES_OF_A_SLOW_FRAME;
      },
      whenSent: (callback) => {
        this.#whenSent.push(callback);
        if (this.#down.length === 0) this.#tellSent();
      },
      pause: () => {
        this.#isPaused = true;
      },
      resume: () => {
        this.#isPaused = false;
        this.#pumpUp();
      },
      close: (code, reason) => {
        if (this.#isServerOver || this.#isClosing) return;
        this.#isClosing = true;
        this.watch.closing(code, reason);
        if (!this.#isCut) this.#close(code);
      },
    };
  }
}
