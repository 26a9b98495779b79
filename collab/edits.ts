import * as Y from 'yjs';
import type { Edit } from '../db/text/append.ts';
import type { Entry } from './entrance.ts';
import { mergeMany } from './heavy/merging.ts';

/** Part of what one Yjs client wrote. */
type Range = { from: number; to: number };

/** What becomes one row of the log, and what its client ids wrote in it. */
type Row = { userId: string; delegationId: string; payloads: Uint8Array[]; written: Map<number, Range> };

/**
 * The rows of a flush, in an order in which each is whole with those before it. What one person sent becomes one
 * row. It depends on nothing of others that is not committed, but for this: whoever removes a block removes with it
 * what somebody else is just typing there; then that comes in a row of its own, behind the other's.
 */
export function editsOf(entries: Entry[]): Edit[] {
  const rows: Row[] = [];
  for (const { connection, payload } of entries) {
    if (!payload) continue;
    const { userId, delegationId } = connection.person;
    const at = rows.findLastIndex((row) => row.userId === userId);
    const mine = rows[at];
    const row =
      mine && !deletesFrom(rows.slice(at + 1), payload)
        ? mine
        : { userId, delegationId, payloads: [], written: new Map<number, Range>() };
    if (row !== mine) rows.push(row);
    row.payloads.push(payload);
    if (rows.length > 1 || entries.length > 1) note(row.written, payload);
  }
  return rows.map(({ userId, delegationId, payloads }) => ({
    userId,
    delegationId,
    payload: mergeMany(payloads),
  }));
}

function note(written: Map<number, Range>, payload: Uint8Array): void {
  const { from, to } = Y.parseUpdateMeta(payload);
  for (const [client, end] of to) {
    const known = written.get(client);
    const begin = from.get(client) ?? 0;
    written.set(client, { from: Math.min(begin, known?.from ?? begin), to: Math.max(end, known?.to ?? end) });
  }
}

/** Whether an update deletes anything that one of these rows wrote. */
function deletesFrom(rows: Row[], payload: Uint8Array): boolean {
  // An update without deletions ends with their number, and no other ends with a zero.
  if (rows.length === 0 || payload.at(-1) === 0) return false;
  const { clients } = Y.decodeUpdate(payload).ds;
  return rows.some(({ written }) =>
    [...written].some(([client, { from, to }]) =>
      clients.get(client)?.some(({ clock, len }) => clock < to && clock + len > from),
    ),
  );
}
