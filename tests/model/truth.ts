import * as Y from 'yjs';
import { deletesMore } from '../../collab/updates.ts';
import { docOf, type LogRow } from '../../db/text/load.ts';
import { BODY } from '../../domain/document/schema.ts';
import { leaveFormatting } from '../../domain/document/ydoc.ts';
import type { Witness } from './witness.ts';

/** Stands in everything that is written past somebody's rights, and so in nothing that may be found anywhere. */
export const FORGED = 'FORGED';

/** What is committed of one section: the log as Postgres has it, and the text that it is. */
export class Truth {
  readonly rows: (LogRow & { atMs: number })[] = [];
  readonly ydoc = leaveFormatting(new Y.Doc({ guid: 'text' }));
  /** Whose each client id is. */
  readonly owners = new Map<number, string>();
  readonly #witness: Witness;

  constructor(witness: Witness) {
    this.#witness = witness;
    this.ydoc.getXmlFragment(BODY);
  }

  get head(): number {
    return this.rows.at(-1)?.seq ?? 0;
  }

  /** Commits one row of `userId`, and looks whether it is one that may stand in a log. */
  append(payload: Uint8Array, userId: string, atMs: number): void {
    if (Buffer.from(payload).includes(FORGED)) this.#witness.breaks('GATE2', 'a forged edit is in the log');
    for (const [client, until] of Y.parseUpdateMeta(payload).to)
      if (until > Y.getState(this.ydoc.store, client) && this.owners.get(client) !== userId)
        this.#witness.breaks('GATE4', `${userId} wrote under a client id of ${this.owners.get(client)}`);
    Y.applyUpdate(this.ydoc, payload);
    const { pendingStructs, pendingDs } = this.ydoc.store;
    if (pendingStructs || pendingDs)
      this.#witness.breaks('LOG1', 'an edit is in the log before one that it depends on');
    this.rows.push({ seq: this.head + 1, payload, atMs });
  }

  /** What of an update is not committed, in words; null where all that `counts` is. */
  lackOf(update: Uint8Array, counts: (item: Y.Item) => boolean = () => true): string | null {
    const { structs, ds } = Y.decodeUpdate(update);
    for (const struct of structs) {
      if (struct instanceof Y.Skip) continue;
      const { id, length } = struct;
      const has = Y.getState(this.ydoc.store, id.client);
      if (id.clock + length > has)
        return `what client ${id.client} wrote from ${has} to ${id.clock + length}`;
    }
    return deletesMore(this.ydoc, ds, counts) ? 'a deletion' : null;
  }

  /** The text as of row `head`. */
  textAt(head: number): Y.Doc {
    return docOf({ snapshot: null, rows: this.rows.slice(0, head), head });
  }
}
