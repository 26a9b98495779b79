import { createConnection, createServer, type Server, type Socket } from 'node:net';

/** A piece of network that a test can harm: it listens on a port and passes everything on to another. */
export type Wire = {
  /** On 127.0.0.1; the same for as long as the wire exists. */
  port: number;
  /** Breaks every connection at once. New ones are taken. */
  cut(): void;
  /** Breaks every connection and refuses new ones, as where no program listens; until `accept`. */
  refuse(): Promise<void>;
  accept(): Promise<void>;
  /** Nothing passes and nothing is closed, as when a cable is pulled; until `thaw`. New connections hang too. */
  freeze(): void;
  thaw(): void;
  /**
   * The machine at the other end lost its power, and another one took over its address: what is connected stays so,
   * and is silent for ever. New connections are taken.
   */
  lose(): void;
  /** What comes back from the target takes this much longer, in ms. */
  delayAnswers(ms: number): void;
  close(): Promise<void>;
};

/** Past this much waiting in one direction of one connection its sender has to wait, in bytes. */
const maxWaiting = 1 << 20;

/** A wire to the port that `target` names at the moment of each connection; null: nobody is there. */
export async function startWire(target: () => number | null): Promise<Wire> {
  const links = new Set<Link>();
  let isFrozen = false;
  let isRefusing = false;
  let answerDelayMs = 0;
  const terms = { isFrozen: () => isFrozen, answerDelayMs: () => answerDelayMs };
  const take = (near: Socket): void => {
    const to = target();
    if (isRefusing || to === null) {
      near.on('error', () => undefined);
      near.destroy();
      return;
    }
    const link = new Link(near, to, terms, () => links.delete(link));
    links.add(link);
  };
  let server = await listen(0, take);
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  const cut = () => {
    for (const link of [...links]) link.break();
  };
  const refuse = async () => {
    isRefusing = true;
    cut();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  };
  return {
    port,
    cut,
    refuse,
    async accept() {
      isRefusing = false;
      if (!server.listening) server = await listen(port, take);
    },
    freeze() {
      isFrozen = true;
    },
    thaw() {
      isFrozen = false;
      for (const link of links) link.go();
    },
    lose() {
      for (const link of links) link.lose();
    },
    delayAnswers(ms) {
      answerDelayMs = ms;
    },
    close: refuse,
  };
}

function listen(port: number, take: (socket: Socket) => void): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = createServer({ allowHalfOpen: true, noDelay: true }, take);
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

type Terms = { isFrozen(): boolean; answerDelayMs(): number };

/** One connection through a wire. */
class Link {
  readonly #near: Socket;
  readonly #far: Socket;
  readonly #there: Flow;
  readonly #back: Flow;
  readonly #ended: () => void;
  #isBroken = false;
  #isLost = false;

  constructor(near: Socket, target: number, terms: Terms, ended: () => void) {
    this.#near = near;
    this.#far = createConnection({ port: target, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    this.#ended = ended;
    const isFrozen = () => this.#isLost || terms.isFrozen();
    this.#there = new Flow(near, this.#far, isFrozen, () => 0);
    this.#back = new Flow(this.#far, near, isFrozen, terms.answerDelayMs);
    for (const socket of [near, this.#far]) {
      socket.on('error', () => this.break());
      socket.on('close', () => {
        if (near.destroyed && this.#far.destroyed) ended();
      });
    }
  }

  go(): void {
    this.#there.go();
    this.#back.go();
  }

  lose(): void {
    this.#isLost = true;
  }

  break(): void {
    if (this.#isBroken) return;
    this.#isBroken = true;
    this.#near.destroy();
    this.#far.destroy();
    this.#ended();
  }
}

/** One direction: what came in and when it may go out. `null` stands for the end. */
class Flow {
  readonly #from: Socket;
  readonly #to: Socket;
  readonly #isFrozen: () => boolean;
  readonly #queue: { chunk: Buffer | null; dueMs: number }[] = [];
  #waiting = 0;
  #timer: NodeJS.Timeout | null = null;

  constructor(from: Socket, to: Socket, isFrozen: () => boolean, delayMs: () => number) {
    this.#from = from;
    this.#to = to;
    this.#isFrozen = isFrozen;
    const take = (chunk: Buffer | null) => {
      this.#queue.push({ chunk, dueMs: performance.now() + delayMs() });
      this.#waiting += chunk?.length ?? 0;
      if (this.#waiting > maxWaiting) from.pause();
      this.go();
    };
    from.on('data', take);
    from.on('end', () => take(null));
    to.on('drain', () => this.go());
  }

  go(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    while (!this.#isFrozen() && !this.#to.writableNeedDrain && !this.#to.destroyed) {
      const next = this.#queue[0];
      if (!next) break;
      const waitMs = next.dueMs - performance.now();
      if (waitMs > 0) {
        this.#timer = setTimeout(() => this.go(), Math.ceil(waitMs));
        break;
      }
      this.#queue.shift();
      if (next.chunk === null) this.#to.end();
      else this.#to.write(next.chunk);
      this.#waiting -= next.chunk?.length ?? 0;
    }
    if (this.#waiting <= maxWaiting && this.#from.isPaused()) this.#from.resume();
  }
}
