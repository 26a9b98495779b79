import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { createBus } from '../../db/bus.ts';
import type { Db } from '../../db/connect.ts';
import type { Context } from '../../db/context.ts';
import { createPresenceBoard } from '../../db/presence.ts';
import { createText } from '../../db/text/change.ts';
import type { Role } from '../../domain/workflow/roles.ts';

/** A context on `db` that keeps its log to itself. */
export function contextOn(db: Db): Context {
  const log = pino({ level: 'silent' });
  const bus = createBus(null, log);
  return { db, bus, presence: createPresenceBoard(bus), log };
}

/** The one report of a test: two states and an outsider, and a section that the first two write. */
export type SectionFixture = {
  reportId: string;
  sectionId: string;
  delegations: { JPN: string; ROK: string; NZL: string };
  /** Adds a member and returns their user id. */
  person(code: 'JPN' | 'ROK' | 'NZL', roles: Role[]): Promise<string>;
};

/** Makes a report whose one section Japan leads and the Republic of Korea contributes to; New Zealand does not. */
export async function makeSection(db: Db): Promise<SectionFixture> {
  const delegation = async (code: string, shortName: string, tone: number) => {
    const row = await db
      .insertInto('delegation')
      .values({ code, shortName, formalName: shortName, tone })
      .returning('id')
      .executeTakeFirstOrThrow();
    return row.id;
  };
  const delegations = {
    JPN: await delegation('JPN', 'Japan', 0),
    ROK: await delegation('ROK', 'Republic of Korea', 1),
    NZL: await delegation('NZL', 'New Zealand', 2),
  };
  const person = async (code: keyof typeof delegations, roles: Role[]) => {
    const id = randomUUID();
    const name = `${code} ${roles.join(' ')}`;
    await db
      .insertInto('user')
      .values({ id, name, email: `${id}@example.org`, image: null })
      .execute();
    await db
      .insertInto('member')
      .values({ userId: id, delegationId: delegations[code], roles, removedAt: null, lastSeenAt: null })
      .execute();
    return id;
  };
  const author = await person('JPN', ['coordinator']);
  const { id: reportId } = await db
    .insertInto('report')
    .values({ symbol: `TEST/${randomUUID()}`, title: 'A test', languages: ['en'], createdBy: author })
    .returning('id')
    .executeTakeFirstOrThrow();
  const { id: sectionId } = await db
    .insertInto('section')
    .values({
      reportId,
      place: 0,
      kind: 'body',
      title: 'Findings',
      leadDelegationId: delegations.JPN,
      penHolderId: null,
      dueAt: null,
      removedAt: null,
      removedReason: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db.insertInto('sectionContributor').values({ sectionId, delegationId: delegations.ROK }).execute();
  await db
    .transaction()
    .execute((trx) => createText(trx, sectionId, { userId: author, delegationId: delegations.JPN }, 'first'));
  return { reportId, sectionId, delegations, person };
}
