import type { RunningPeer } from '../peers/peer.ts';
import { readClocks } from './clocks.ts';
import { LoadSocket } from './socket.ts';
import { Typist } from './typist.ts';

/** How long an edit may take to arrive before a measurement counts as failed. */
const PATIENCE_MS = 20_000;

/** One who types, and how far everybody else has got with it. */
export type Writer = {
  typist: Typist;
  socket: LoadSocket;
  /** When each key was sent, on the clock of `performance.now`. */
  sentAtMs: number[];
  /** Which of the socket's messages each key was, counted from 1: what an acknowledgement counts. */
  ordinals: number[];
  /** For each socket of the desk, the keys that have arrived there. */
  arrived: number[];
};

/** Some people at one section, the first few of whom write. */
export class Desk {
  readonly sockets: LoadSocket[];
  readonly writers: Writer[] = [];
  /** Told when a key has arrived at somebody else than its writer, once for each of them. */
  onDelivered: (writer: Writer, key: number) => void = () => undefined;
  /** Keys that have arrived, counted at everybody else than their writer. */
  deliveries = 0;
  #expected = 0;

  private constructor(sockets: LoadSocket[], base: Uint8Array, writers: number) {
    this.sockets = sockets;
    for (const socket of sockets.slice(0, writers))
      this.writers.push({
        typist: new Typist(base),
        socket,
        sentAtMs: [],
        ordinals: [],
        arrived: sockets.map(() => 0),
      });
    const byClient = new Map(this.writers.map((writer) => [writer.typist.client, writer]));
    sockets.forEach((socket, index) => {
      const reached = (client: number, clock: number): void => {
        const writer = byClient.get(client);
        // Some servers send an edit back to its writer, which tells nobody anything.
        if (writer && writer.socket !== socket) this.#arrive(writer, index, clock);
      };
      socket.onUpdate = (update) => readClocks(update, reached);
    });
  }

  /** Connects everybody, and returns when all are in step. `first`: who comes first, of the accounts. */
  static async open(
    peer: RunningPeer,
    room: string,
    people: number,
    writers: number,
    first = 0,
  ): Promise<Desk> {
    const sockets = Array.from({ length: people }, (_, i) => new LoadSocket(peer.address(room, first + i)));
    const [base = new Uint8Array()] = await Promise.all(sockets.map(({ synced }) => synced));
    return new Desk(sockets, base, writers);
  }

  /** Sends the writer's next key. */
  type(writer: Writer): void {
    const { update } = writer.typist.key(writer.sentAtMs.length);
    this.#expected += this.sockets.length - 1;
    const frame = writer.socket.frames.update(update);
    writer.sentAtMs.push(performance.now());
    writer.socket.send(frame);
    writer.ordinals.push(writer.socket.sent);
  }

  /** Resolves when everything that was typed has arrived everywhere. Rejects when that takes too long. */
  async settled(): Promise<void> {
    const endMs = performance.now() + PATIENCE_MS;
    while (this.deliveries < this.#expected) {
      if (performance.now() > endMs)
        throw new Error(`${this.#expected - this.deliveries} deliveries never came`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }

  close(): void {
    for (const socket of this.sockets) socket.drop();
  }

  #arrive(writer: Writer, index: number, clock: number): void {
    const { keys } = writer.typist;
    let key = writer.arrived[index] ?? 0;
    for (; (keys[key]?.clock ?? Number.POSITIVE_INFINITY) <= clock; key += 1) {
      writer.arrived[index] = key + 1;
      this.deliveries += 1;
      this.onDelivered(writer, key);
    }
  }
}
