import { randomUUID } from 'node:crypto';
import { type Logger, pino } from 'pino';
import { createBus } from '../../db/bus.ts';
import type { Db } from '../../db/connect.ts';
import type { Context } from '../../db/context.ts';
import { Intake } from '../../db/intake.ts';
import { createPresenceBoard } from '../../db/presence.ts';
import { createText } from '../../db/text/change.ts';
import type { Role } from '../../domain/workflow/roles.ts';
import type { TestDatabase } from './database.ts';

/** A context on a database, which keeps its log to itself unless one is given. */
export function contextOn({ db, writing }: TestDatabase, log: Logger = pino({ level: 'silent' })): Context {
  const bus = createBus(null, log);
  return { db, writing, bus, presence: createPresenceBoard(bus), intake: new Intake(), log };
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
  const sectionId = await addSection(db, { reportId, delegations, author }, 0);
  return { reportId, sectionId, delegations, person };
}

/** What a section of the report of a test is made of. `author`: who wrote its first, empty paragraph. */
type Surroundings = Pick<SectionFixture, 'reportId' | 'delegations'> & { author: string };

/** Adds a section at `place`, which Japan leads and the Republic of Korea contributes to, and returns its id. */
export async function addSection(
  db: Db,
  { reportId, delegations, author }: Surroundings,
  place: number,
): Promise<string> {
  const { id } = await db
    .insertInto('section')
    .values({
      reportId,
      place,
      kind: 'body',
      title: place === 0 ? 'Findings' : `Findings ${place + 1}`,
      leadDelegationId: delegations.JPN,
      penHolderId: null,
      dueAt: null,
      removedAt: null,
      removedReason: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('sectionContributor')
    .values({ sectionId: id, delegationId: delegations.ROK })
    .execute();
  await db
    .transaction()
    .execute((trx) => createText(trx, id, { userId: author, delegationId: delegations.JPN }, 'first'));
  return id;
}
