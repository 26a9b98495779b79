import { randomBytes } from 'node:crypto';
import { type Person, personOf } from '../../db/access.ts';
import type { Context } from '../../db/context.ts';
import { addFile } from '../../db/queries/files.ts';
import { insertAccount } from '../../db/queries/people.ts';
import { createReport } from '../../db/queries/reports.ts';
import { addSection } from '../../db/queries/sections.ts';
import { type Action, actionIn, transact } from '../../db/transaction.ts';
import type { Role } from '../../domain/workflow/roles.ts';
import { hashOfPassword } from '../auth/password.ts';
import { SAMPLE_REPORT, SAMPLE_SECTIONS } from './content/report.ts';
import { drawFigures } from './figures/figures.ts';
import { History } from './history.ts';
import { Past } from './past.ts';
import { PERSON_KEYS, type PersonKey, SAMPLE_PEOPLE, sampleEmail } from './people.ts';
import { momentOf } from './script.ts';

/** Somebody of the sample as they can sign in; `password` null: not before a coordinator made a link for them. */
export type SampleAccount = {
  code: string;
  name: string;
  email: string;
  roles: Role[];
  password: string | null;
};

/** `locked`: nobody of the sample can sign in yet. `passwords`: each has a new random one. */
export type SampleAccess = 'locked' | 'passwords';

/**
 * Fills a workspace that has the eleven states with the sample: its people, and one report with a past of six
 * weeks before now, each step of which goes through the product's own queries and rules. In one transaction:
 * when it fails, nothing of it is there. `coordinatorUserId` is whoever set the workspace up: the sample leaves
 * something for them to do, and does nothing in their name but state that a state of their own, where it is
 * none of the eleven, takes no part.
 *
 * @throws DomainError `conflict` when the workspace has the sample already.
 */
export async function loadSample(
  context: Context,
  coordinatorUserId: string,
  access: SampleAccess = 'locked',
): Promise<SampleAccount[]> {
  const now = new Date();
  const [accounts, pictures] = await Promise.all([makeAccounts(access), drawFigures()]);
  const past = new Past(momentOf('45d 8:00', now));

  const reportId = await transact(context, null, async (outer) => {
    const trx = outer.trx.withPlugin(past);
    const silent = () => undefined; // nobody has anything of it open; one signal after the commit does
    const actionOf = (person: Person | null): Action => actionIn(trx, person, silent);
    const people = await insertPeople(actionOf(null), accounts);
    const coordinator = people.tanabe;
    const action = actionOf(coordinator);

    past.at = momentOf('44d 9:00', now);
    const report = await createReport(action, coordinator, { ...SAMPLE_REPORT, template: 'empty' });
    await trx.updateTable('report').set({ sample: true }).where('id', '=', report).execute();
    const files = new Map<string, string>();
    for (const { name, bytes } of pictures)
      files.set(name, (await addFile(action, coordinator, report, { name: `${name}.png`, bytes })).id);

    const states = new Map(
      (await trx.selectFrom('delegation').select(['id', 'code']).execute()).map(({ id, code }) => [code, id]),
    );
    const ids = new Map<string, string>();
    for (const section of SAMPLE_SECTIONS) {
      past.at = new Date(past.at.getTime() + 4 * 60_000);
      const penHolder = people[section.penHolder];
      const input = {
        title: section.title,
        kind: section.kind,
        leadDelegationId: penHolder.delegationId,
        penHolderId: penHolder.userId,
        contributorIds: section.contributors.map((code) => found(states, code)),
        dueAt: section.dueInDays === null ? null : dueAt(section.dueInDays, now),
      };
      ids.set(section.key, await addSection(action, coordinator, report, input, null));
    }
    const setter = await personOf(trx, coordinatorUserId);
    const history = new History({ people, actionOf, past, now, reportId: report, ids, files, setter });
    await history.run(SAMPLE_SECTIONS);
    return report;
  });
  context.bus.publish({ kind: 'event', event: 'report.created', reportId, sectionId: null, visibleTo: null });
  return accounts.map(({ account }) => account);
}

type MadeAccount = { key: PersonKey; account: SampleAccount; passwordHash: string | null };

/** Before the transaction, since hashing is slow on purpose. */
function makeAccounts(access: SampleAccess): Promise<MadeAccount[]> {
  return Promise.all(
    PERSON_KEYS.map(async (key) => {
      const { code, name, roles } = SAMPLE_PEOPLE[key];
      const password = access === 'passwords' ? newSamplePassword() : null;
      const account = { code, name, email: sampleEmail({ code, name }), roles: [...roles], password };
      return { key, account, passwordHash: password === null ? null : await hashOfPassword(password) };
    }),
  );
}

/** 96 random bits in 16 letters. */
export function newSamplePassword(): string {
  return randomBytes(12).toString('base64url');
}

/** Makes the accounts as accepted invitations do. */
async function insertPeople(action: Action, accounts: MadeAccount[]): Promise<Record<PersonKey, Person>> {
  const people: Partial<Record<PersonKey, Person>> = {};
  for (const { key, account, passwordHash } of accounts) {
    const { id: delegationId } = await action.trx
      .selectFrom('delegation')
      .where('code', '=', account.code)
      .select('id')
      .executeTakeFirstOrThrow();
    const { name, email } = account;
    const roles = [...SAMPLE_PEOPLE[key].roles];
    const userId = await insertAccount(action, { name, email, passwordHash, delegationId, roles });
    await action.record('person.joined', { actor: { userId, delegationId }, details: { name, roles } });
    people[key] = await personOf(action.trx, userId);
  }
  return people as Record<PersonKey, Person>; // `accounts` has every key
}

function dueAt(days: number, now: Date): Date {
  const day = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());
  return new Date(day + days * 24 * 3_600_000 + 16 * 3_600_000);
}

function found(ids: Map<string, string>, code: string): string {
  const id = ids.get(code);
  if (id === undefined)
    throw new Error(`The sample needs the state ${code}, which the workspace does not have.`);
  return id;
}
