import { XmlElement, XmlText } from 'yjs';
import type { Person } from '../../db/access.ts';
import { newestPositions } from '../../db/queries/section-rows.ts';
import { changeText } from '../../db/text/change.ts';
import { keepVersion } from '../../db/text/versions.ts';
import { transact } from '../../db/transaction.ts';
import { BODY } from '../../domain/document/schema.ts';
import type { PositionKind } from '../../domain/workflow/positions.ts';
import { SECTION_STAGES, type SectionStage } from '../../domain/workflow/stages.ts';
import type { Client, TestApi } from './api.ts';

/** People of a report on a test API, each signed in: Japan coordinates, France writes. */
export type Cast = Record<'coordinator' | 'drafter' | 'officer' | 'outsider' | 'observer', Actor>;
export type Actor = Person & { client: Client };

/** A coordinator and a clearing officer of Japan, drafters of France and New Zealand, an observer of Italy. */
export async function cast(api: TestApi): Promise<Cast> {
  const actor = async (...about: Parameters<TestApi['person']>): Promise<Actor> => {
    const person = await api.person(...about);
    return { ...person, client: await api.client(person) };
  };
  return {
    coordinator: await actor('JPN', ['coordinator'], 'Keiko'),
    drafter: await actor('FRA', ['drafter'], 'Amélie'),
    officer: await actor('JPN', ['clearing_officer'], 'Osamu'),
    outsider: await actor('NZL', ['drafter'], 'Nikau'),
    observer: await actor('ITA', ['observer'], 'Ornella'),
  };
}

let made = 0;

/** An empty report of its own symbol; returns its id. */
export async function makeReport({ client }: Actor, template: 'empty' | 'msmt' = 'empty'): Promise<string> {
  made += 1;
  const report = { symbol: `CASE/${made}`, title: `Case ${made}`, languages: ['en'], template };
  const { status, body } = await client.post('/api/reports', report);
  if (status !== 201) throw new Error(`no report: ${JSON.stringify(body)}`);
  return body.id;
}

/** Adds a section that France leads and its drafter holds the pen of, unless `other` says otherwise; returns its id. */
export async function makeSection(people: Cast, reportId: string, other: object = {}): Promise<string> {
  const section = {
    title: 'Findings',
    kind: 'body',
    leadDelegationId: people.drafter.delegationId,
    penHolderId: people.drafter.userId,
    contributorIds: [],
    ...other,
  };
  const { status, body } = await people.coordinator.client.post(`/api/reports/${reportId}/sections`, section);
  if (status !== 201) throw new Error(`no section: ${JSON.stringify(body)}`);
  return body.id;
}

/** Writes a paragraph at the end of a section, as the live side would. */
export async function write(api: TestApi, author: Person, reportId: string, sectionId: string, text: string) {
  await transact(api.context, author, (action) =>
    changeText(action, { id: sectionId, reportId }, author, (ydoc) => {
      const paragraph = new XmlElement('paragraph');
      paragraph.setAttribute('id', crypto.randomUUID());
      paragraph.insert(0, [new XmlText(text)]);
      ydoc.getXmlFragment(BODY).push([paragraph]);
    }),
  );
}

/** Takes the positions of these states on the text as it stands; `'*'` stands for every state not named. */
export async function takePositions(
  api: TestApi,
  by: Person,
  sectionId: string,
  kinds: Partial<Record<string, PositionKind>>,
): Promise<void> {
  const states = await api.context.db.selectFrom('delegation').select(['id', 'code']).execute();
  await api.context.db.transaction().execute(async (trx) => {
    const version = await keepVersion(trx, sectionId, 'named', by.userId, 'As cleared');
    const taken = await newestPositions(trx, [sectionId]);
    for (const { id, code } of states) {
      const kind = kinds[code] ?? (taken.some(({ delegationId }) => delegationId === id) ? null : kinds['*']);
      if (!kind) continue;
      const row = { sectionId, delegationId: id, kind, comment: '', digest: version.digest };
      await trx
        .insertInto('position')
        .values({ ...row, versionId: version.id, takenBy: by.userId })
        .execute();
    }
  });
}

/** Takes a section from `from` to `to`, with a text and with every state clearing it on the way where needed. */
export async function bringTo(
  api: TestApi,
  people: Cast,
  sectionId: string,
  to: 'review' | 'clearance' | 'agreed',
  from: SectionStage = 'drafting',
): Promise<void> {
  for (const stage of SECTION_STAGES.slice(
    SECTION_STAGES.indexOf(from) + 1,
    SECTION_STAGES.indexOf(to) + 1,
  )) {
    // What has no text is not put up for clearance.
    if (stage === 'clearance') await writeIfEmpty(api, people.drafter, sectionId);
    if (stage === 'agreed') await takePositions(api, people.officer, sectionId, { '*': 'cleared' });
    const { status, body } = await people.coordinator.client.post(`/api/sections/${sectionId}/stage`, {
      to: stage,
    });
    if (status !== 200) throw new Error(`not moved to ${stage}: ${JSON.stringify(body)}`);
  }
}

async function writeIfEmpty(api: TestApi, author: Person, sectionId: string): Promise<void> {
  const { reportId, head } = await api.context.db
    .selectFrom('section')
    .innerJoin('sectionDoc', 'sectionDoc.sectionId', 'section.id')
    .where('section.id', '=', sectionId)
    .select(['section.reportId', 'sectionDoc.derivedHead as head'])
    .executeTakeFirstOrThrow();
  if (head <= 1) await write(api, author, reportId, sectionId, 'What was found.');
}
