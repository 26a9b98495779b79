import type { Transaction } from 'kysely';
import type { EventDetails, EventKind, Signal } from '../domain/events.ts';
import type { Person } from './access.ts';
import type { Context } from './context.ts';
import type { Database } from './tables.ts';

/** An event to record; `visibleTo` null or absent: everybody sees it, otherwise only that delegation. */
export type EventFacts = {
  reportId?: string | null;
  sectionId?: string | null;
  visibleTo?: string | null;
  details?: EventDetails;
  /** Who did it, where that is somebody whom this very action made. */
  actor?: Actor;
};

/** One action under way: everything in it is committed together or not at all. */
export type Action = {
  trx: Transaction<Database>;
  /** Appends to the record of who did what. */
  record(kind: EventKind, facts?: EventFacts): Promise<void>;
  /** Tells other screens and nodes, once the action is committed. */
  signal(signal: Signal): void;
};

/**
 * Runs one action of `person` (null: of the server itself) in one transaction, and tells the others only
 * after the commit, so that nobody asks for something that is not there yet.
 */
export async function transact<T>(
  context: Pick<Context, 'db' | 'bus'>,
  person: Actor | null,
  work: (action: Action) => Promise<T>,
): Promise<T> {
  const signals: Signal[] = [];
  const result = await context.db
    .transaction()
    .execute((trx) => work(actionIn(trx, person, (signal) => signals.push(signal))));
  for (const signal of signals) context.bus.publish(signal);
  return result;
}

/** Somebody as the record names them: the delegation is the one that they act for now. */
type Actor = Pick<Person, 'userId' | 'delegationId'>;

/** An action of `person` inside a transaction that the caller commits; `tell` is given what to say after that. */
export function actionIn(
  trx: Transaction<Database>,
  person: Actor | null,
  tell: (signal: Signal) => void,
): Action {
  return {
    trx,
    async record(kind, { reportId = null, sectionId = null, visibleTo = null, details = {}, actor } = {}) {
      await trx
        .insertInto('event')
        .values({
          kind,
          reportId,
          sectionId,
          visibleTo,
          actorId: (actor ?? person)?.userId ?? null,
          delegationId: (actor ?? person)?.delegationId ?? null,
          details: JSON.stringify(details),
        })
        .execute();
      tell({ kind: 'event', event: kind, reportId, sectionId, visibleTo });
    },
    signal: tell,
  };
}
