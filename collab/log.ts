import * as Y from 'yjs';
import type { Context } from '../db/context.ts';
import { type Append, appendLocked, lockLogs } from '../db/text/append.ts';
import { claimClient } from '../db/text/change.ts';
import { type LogRow, loadDoc, rowsAfter } from '../db/text/load.ts';
import { lockRights, type Rights } from '../db/text/rights.ts';
import { digestOf } from '../domain/document/canonical.ts';
import { outlineOf } from '../domain/document/outline.ts';
import { documentOf } from '../domain/document/ydoc.ts';
import { maySection } from '../domain/workflow/permissions.ts';
import type { Batch, Room } from './room.ts';

/** How long to wait before the next try when the database did not take a flush, in ms. */
const RETRY_MS = [50, 200, 1000, 2000];

/** A batch as committed: `missing` are rows that another node had put before it. */
type Committed = { batch: Batch; missing: LogRow[]; head: number };

/** By section: who may no longer write in it, and the sentence that says why. */
type Lost = Map<string, Map<string, string>>;

/** Thrown out of the transaction, so that nothing of it is committed. */
class RightsLost extends Error {
  readonly lost: Lost;
  constructor(lost: Lost) {
    super('somebody lost the right to write');
    this.lost = lost;
  }
}

/**
 * The one flush loop of a node. While a commit runs, edits of all sections gather; the next commit takes all
 * of them in one transaction. So one commit serves many sections, and nobody waits for a timer.
 */
export class Log {
  readonly #context: Context;
  readonly #rooms = new Set<Room>();
  #running: Promise<void> | null = null;
  #closed = false;

  constructor(context: Context) {
    this.#context = context;
  }

  /** Has `room` something to commit, this makes sure that it will be. */
  schedule(room: Room): void {
    this.#rooms.add(room);
    this.#running ??= this.#run();
  }

  /** Resolves when everything scheduled so far is committed, or, after `close`, has been tried once more. */
  async drained(): Promise<void> {
    await this.#running;
  }

  /** Ends the retries, so that a stopping server does not wait for a database that is gone. */
  close(): void {
    this.#closed = true;
  }

  async #run(): Promise<void> {
    // Lets everything that arrived in this turn of the event loop go into one commit.
    await new Promise((resolve) => setImmediate(resolve));
    let failures = 0;
    while (this.#rooms.size > 0) {
      // After a failure each section by itself, so that one which cannot be written holds up no other.
      const rooms = failures > 0 ? [...this.#rooms].slice(0, 1) : [...this.#rooms];
      for (const room of rooms) this.#rooms.delete(room);
      const batches = rooms.map((room) => room.cut()).filter((batch) => batch !== null);
      if (batches.length === 0) continue;
      try {
        const committed = await this.#commit(batches);
        failures = 0;
        for (const { batch, missing, head } of committed) batch.room.settle(batch, missing, head);
      } catch (error) {
        for (const batch of batches) batch.room.takeBack(batch);
        if (error instanceof RightsLost) {
          for (const batch of batches)
            await batch.room.revoke(error.lost.get(batch.room.sectionId) ?? new Map());
        } else {
          this.#context.log.error(
            { err: error, sections: batches.length },
            'a flush was not committed; nothing is lost, it is tried again',
          );
          if (this.#closed) continue;
          const wait = RETRY_MS[Math.min(failures, RETRY_MS.length - 1)];
          failures += 1;
          await new Promise((resolve) => setTimeout(resolve, wait));
        }
        for (const batch of batches) if (batch.room.hasWork) this.#rooms.add(batch.room);
      }
    }
    // In the same moment as the loop ends: a room scheduled a moment later has to start another one.
    this.#running = null;
  }

  async #commit(batches: Batch[]): Promise<Committed[]> {
    const writing = batches.filter((batch) => batch.edits.length > 0);
    if (writing.length === 0) return batches.map((batch) => ({ batch, missing: [], head: batch.cursor }));
    const digests = new Map(
      await Promise.all(writing.map(async (b) => [b, await digestOf(b.document)] as const)),
    );

    return this.#context.db.transaction().execute(async (trx) => {
      // Rights are asked again under lock: a stage that changed meanwhile has changed before this commit.
      const lost = this.#rightsLost(
        writing,
        await lockRights(
          trx,
          writing.map((b) => b.room.sectionId),
          userIds(writing),
        ),
      );
      const heads = await lockLogs(
        trx,
        writing.map((batch) => batch.room.sectionId),
      );
      for (const batch of writing) {
        for (const [clientId, userId] of batch.claims) {
          if (await claimClient(trx, batch.room.sectionId, clientId, userId)) continue;
          note(
            lost,
            batch.room.sectionId,
            userId,
            'What you sent was written under the name of somebody else.',
          );
        }
      }
      if (lost.size > 0) throw new RightsLost(lost);

      const appends: Append[] = [];
      const committed: Committed[] = [];
      for (const batch of batches) {
        const { sectionId } = batch.room;
        const before = heads.get(sectionId) ?? batch.cursor;
        const missing = before > batch.cursor ? await rowsAfter(trx, sectionId, batch.cursor) : [];
        committed.push({ batch, missing, head: before + batch.edits.length });
        if (batch.edits.length === 0) continue;
        const document = missing.length > 0 ? await this.#documentWith(trx, batch) : batch.document;
        const digest = missing.length > 0 ? await digestOf(document) : (digests.get(batch) ?? '');
        appends.push({ sectionId, edits: batch.edits, derived: { outline: outlineOf(document), digest } });
      }
      await appendLocked(trx, heads, appends);
      return committed;
    });
  }

  /** Another node was quicker: the text is its text and this batch. */
  async #documentWith(trx: Parameters<typeof loadDoc>[0], batch: Batch) {
    const { ydoc } = await loadDoc(trx, batch.room.sectionId);
    for (const edit of batch.edits) Y.applyUpdate(ydoc, edit.payload);
    return documentOf(ydoc);
  }

  #rightsLost(batches: Batch[], rights: Rights): Lost {
    const lost: Lost = new Map();
    for (const { room, edits } of batches) {
      const section = rights.sections.get(room.sectionId);
      for (const { userId } of edits) {
        const member = rights.members.get(userId);
        if (!section) note(lost, room.sectionId, userId, 'This section was removed from the report.');
        else if (!member) note(lost, room.sectionId, userId, 'You are no longer a member of this workspace.');
        else {
          const verdict = maySection(member, { kind: 'write' }, section);
          if (!verdict.allowed) note(lost, room.sectionId, userId, verdict.why);
        }
      }
    }
    return lost;
  }
}

function note(lost: Lost, sectionId: string, userId: string, why: string): void {
  const people = lost.get(sectionId) ?? new Map<string, string>();
  lost.set(sectionId, people.set(userId, why));
}

function userIds(batches: Batch[]): string[] {
  return [...new Set(batches.flatMap((batch) => batch.edits.map((edit) => edit.userId)))];
}
