import { AwarenessBoard, mergeCarets } from './awareness.ts';
import type { Connection } from './connection.ts';
import { awarenessFrame } from './frames.ts';
import type { Live } from './live.ts';

/** The carets of one open section: what its connections say of themselves, and what other nodes pass on. */
export class Carets {
  readonly #live: Live;
  readonly #sectionId: string;
  readonly #connections: ReadonlySet<Connection>;
  readonly #board: AwarenessBoard;
  /** What was moved in this turn. */
  readonly #moved: Uint8Array[] = [];

  constructor(live: Live, sectionId: string, connections: ReadonlySet<Connection>) {
    this.#live = live;
    this.#sectionId = sectionId;
    this.#connections = connections;
    this.#board = new AwarenessBoard(() => live.traffic.refused('awareness'));
  }

  /** A connection moved its own. Throws on bytes that are no awareness update. */
  take(connection: Connection, update: Uint8Array): void {
    const pass = this.#board.take(update, connection, connection.identity, this.#live.now());
    if (pass) this.#spread(pass);
  }

  /** Some were moved on another node, which has looked at them. */
  heard(update: Uint8Array): void {
    const pass = this.#board.take(update, null, null, this.#live.now());
    if (pass) this.#broadcast(pass);
  }

  /** Sends all that are known. */
  sendTo(connection: Connection): void {
    const carets = this.#board.all();
    if (carets) connection.send(awarenessFrame(carets));
  }

  /** The connection is gone, and its carets with it. */
  drop(connection: Connection): void {
    const gone = this.#board.drop(connection, this.#live.now());
    if (gone) this.#spread(gone);
  }

  /** Takes away those of which nothing was heard for long. */
  expire(): void {
    const gone = this.#board.expire(this.#live.now());
    if (gone) this.#broadcast(gone);
  }

  /** For everybody here and on other nodes: once a turn, however often they moved. */
  #spread(update: Uint8Array): void {
    if (this.#moved.push(update) > 1) return;
    void this.#live.turn().then(() => {
      const moved = mergeCarets(this.#moved.splice(0));
      this.#broadcast(moved);
      this.#live.spreadAwareness(this.#sectionId, moved);
    });
  }

  #broadcast(update: Uint8Array): void {
    const bytes = awarenessFrame(update);
    for (const connection of this.#connections) connection.send(bytes);
  }
}
