import * as Y from 'yjs';
import type { Trace } from './trace.ts';

/** The text that a recording ends with, by Yjs alone: two documents in one place, and no server between them. */
export function textAfter({ steps }: Pick<Trace, 'steps'>): string {
  const [a, b] = [new Replica(1), new Replica(2)];
  for (const { agent, seen, patches } of steps) {
    const [me, other] = agent === 0 ? [a, b] : [b, a];
    me.take(other.made, seen);
    for (const [position, deleted, inserted] of patches) me.edit(position, deleted, inserted);
  }
  a.take(b.made, b.made.length);
  b.take(a.made, a.made.length);
  if (a.text.toString() !== b.text.toString()) throw new Error('the two replicas differ');
  return a.text.toString();
}

/** One of the two people's text, and what they did to it. */
class Replica {
  readonly ydoc = new Y.Doc();
  readonly text = this.ydoc.getText();
  /** Each edit as an update. */
  readonly made: Uint8Array[] = [];
  #taken = 0;

  /** Of two insertions at one place Yjs puts the lower client id first. */
  constructor(clientId: number) {
    this.ydoc.clientID = clientId;
    this.ydoc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== this) this.made.push(update);
    });
  }

  /** Takes in the first `count` of somebody's edits. */
  take(edits: Uint8Array[], count: number): void {
    for (const edit of edits.slice(this.#taken, count)) Y.applyUpdate(this.ydoc, edit, this);
    this.#taken = Math.max(this.#taken, count);
  }

  edit(position: number, deleted: number, inserted: string): void {
    this.ydoc.transact(() => {
      if (deleted > 0) this.text.delete(position, deleted);
      if (inserted) this.text.insert(position, inserted);
    });
  }
}
