import * as decoding from 'lib0/decoding';
import * as encoding from 'lib0/encoding';

/** Where somebody's caret is and who they are, as one client last said. */
type Entry = { clock: number; state: string; owner: object | null; seenAtMs: number };

/** Who somebody is, as the server knows it: a client's own claim is overwritten with this. */
export type Identity = { userId: string; name: string; code: string; tone: number };

/** The largest state of one client, in UTF-16 units: a caret and a name need a few hundred. */
const MAX_STATE_LENGTH = 4096;
/** The states one connection may hold: one, and some left over from a reload. */
const MAX_STATES_PER_OWNER = 8;
/** y-protocols renews every 15 s and forgets after 30 s. */
const FORGET_AFTER_MS = 45_000;

/** The awareness of one section: carets and selections. It is kept in memory, is lost with it, and nobody minds. */
export class AwarenessBoard {
  readonly #entries = new Map<number, Entry>();
  readonly #dropped: () => void;

  /** `dropped` is told of each state that a client may not have. */
  constructor(dropped: () => void = () => undefined) {
    this.#dropped = dropped;
  }

  /**
   * Takes in an awareness update of `owner` (null: from another node, already checked there). Returns the
   * update to pass on, with the true identity in each state, or null when nothing in it counts. Throws on
   * bytes that are no awareness update.
   */
  take(
    update: Uint8Array,
    owner: object | null,
    identity: Identity | null,
    nowMs: number,
  ): Uint8Array | null {
    const decoder = decoding.createDecoder(update);
    const changed: number[] = [];
    for (let left = decoding.readVarUint(decoder); left > 0; left -= 1) {
      const client = decoding.readVarUint(decoder);
      const clock = decoding.readVarUint(decoder);
      const text = decoding.readVarString(decoder);
      if (text.length > MAX_STATE_LENGTH) {
        this.#dropped();
        continue; // unread: there is JSON that takes long
      }
      const said: unknown = JSON.parse(text);
      const known = this.#entries.get(client);
      if (known && (clock < known.clock || (clock === known.clock && said !== null))) continue;
      if (known && owner && known.owner !== owner && known.state !== 'null') {
        // A tab that reconnects, here or from another node, speaks for itself before its old socket is found
        // dead; a stranger does not.
        if (identity && userOf(known.state) !== identity.userId) {
          this.#dropped();
          continue;
        }
      }
      // Each is kept for a while even when it is taken away at once.
      if (!known && owner && said === null) continue;
      if (!known && owner && this.#heldBy(owner) >= MAX_STATES_PER_OWNER) {
        this.#dropped();
        continue;
      }
      const state = identity ? withIdentity(said, identity) : JSON.stringify(said);
      if (state === null || state.length > MAX_STATE_LENGTH) {
        this.#dropped();
        continue;
      }
      this.#entries.set(client, { clock, state, owner, seenAtMs: nowMs });
      changed.push(client);
    }
    return changed.length > 0 ? this.#encode(changed) : null;
  }

  /** The connection is gone: returns the update that takes its carets away, or null when it had none. */
  drop(owner: object, nowMs: number): Uint8Array | null {
    return this.#remove((entry) => entry.owner === owner, nowMs);
  }

  /** Takes away what has not been renewed, such as the carets of a node that died. */
  expire(nowMs: number): Uint8Array | null {
    return this.#remove((entry) => nowMs - entry.seenAtMs > FORGET_AFTER_MS, nowMs);
  }

  /** Everything known, for somebody who joins; null when there is nothing. */
  all(): Uint8Array | null {
    const present = [...this.#entries]
      .filter(([, entry]) => entry.state !== 'null')
      .map(([client]) => client);
    return present.length > 0 ? this.#encode(present) : null;
  }

  #heldBy(owner: object | null): number {
    let held = 0;
    for (const entry of this.#entries.values()) if (entry.owner === owner) held += 1;
    return held;
  }

  #remove(gone: (entry: Entry) => boolean, nowMs: number): Uint8Array | null {
    const removed: number[] = [];
    for (const [client, entry] of this.#entries) {
      if (!gone(entry)) continue;
      if (entry.state === 'null') {
        if (nowMs - entry.seenAtMs > FORGET_AFTER_MS) this.#entries.delete(client);
        continue;
      }
      this.#entries.set(client, { clock: entry.clock + 1, state: 'null', owner: null, seenAtMs: nowMs });
      removed.push(client);
    }
    return removed.length > 0 ? this.#encode(removed) : null;
  }

  #encode(clients: number[]): Uint8Array {
    return encode(
      clients.map((client) => [client, this.#entries.get(client) ?? { clock: 0, state: 'null' }]),
    );
  }
}

/** Updates that were passed on one after the other as one, with the last state of each client. */
export function mergeCarets(updates: Uint8Array[]): Uint8Array {
  if (updates.length === 1) return updates[0] as Uint8Array;
  const last = new Map<number, Said>();
  for (const update of updates) {
    const decoder = decoding.createDecoder(update);
    for (let left = decoding.readVarUint(decoder); left > 0; left -= 1) {
      const client = decoding.readVarUint(decoder);
      last.set(client, { clock: decoding.readVarUint(decoder), state: decoding.readVarString(decoder) });
    }
  }
  return encode([...last]);
}

type Said = { clock: number; state: string };

function encode(states: [client: number, said: Said][]): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, states.length);
  for (const [client, { clock, state }] of states) {
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, clock);
    encoding.writeVarString(encoder, state);
  }
  return encoding.toUint8Array(encoder);
}

function withIdentity(said: unknown, user: Identity): string | null {
  if (said === null) return 'null';
  if (typeof said !== 'object') return null;
  return JSON.stringify({ ...said, user });
}

function userOf(state: string): string | undefined {
  const parsed: { user?: { userId?: string } } | null = JSON.parse(state); // written by withIdentity above
  return parsed?.user?.userId;
}
