import type { Kysely, Transaction } from 'kysely';
import { sql } from 'kysely';
import { digestOf } from '../../domain/document/canonical.ts';
import type { NodeJson, SectionKind } from '../../domain/document/outline.ts';
import type { ReportFacts } from '../../domain/publication/compose.ts';
import type { CheckedSection, PictureSizes } from '../../domain/publication/preflight.ts';
import type { PositionKind } from '../../domain/workflow/positions.ts';
import type { ReportStage, SectionStage } from '../../domain/workflow/stages.ts';
import { type Person, reportFor } from '../access.ts';
import type { Database } from '../tables.ts';
import { loadDocument } from '../text/load.ts';
import { participatingStates, selectSections } from './section-rows.ts';

/** A state's newest position on a section, as the manifest prints it. */
export type PrintedPosition = { state: string; position: PositionKind; digest: string; takenAt: Date };

/** A section as it is to be published, with everything that the check and the manifest need. */
export type SourceSection = CheckedSection & {
  kind: SectionKind;
  stage: SectionStage;
  document: NodeJson;
  head: number;
  /** Of `document`, computed from it. */
  digest: string;
  positions: PrintedPosition[];
};

/** All that an edition is made of, as of one moment. */
export type PublicationSource = {
  facts: Omit<ReportFacts, 'publishedAt'>;
  stage: ReportStage;
  sections: SourceSection[];
  pictures: PictureSizes;
  /** Every name that a publication has. */
  slugs: Set<string>;
  /** Equal for two readings when nothing that is published has changed between them. */
  fingerprint: string;
};

/**
 * Reads everything that an edition of the report is made of, in one snapshot of the database. Threads are
 * counted as far as `person` may see them. Throws `not_found`.
 */
export function readSource(
  db: Kysely<Database>,
  person: Person,
  reportId: string,
): Promise<PublicationSource> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .setAccessMode('read only')
    .execute((trx) => readSourceIn(trx, person, reportId));
}

async function readSourceIn(
  trx: Transaction<Database>,
  person: Person,
  reportId: string,
): Promise<PublicationSource> {
  const report = await reportFor(trx, person, reportId);
  const rows = await selectSections(trx)
    .where('section.reportId', '=', reportId)
    .select(
      sql<number>`(select count(*)::int from thread t where t.section_id = section.id and t.resolved_at is null
        and (t.visibility = 'all' or t.delegation_id = ${person.delegationId}))`.as('openThreads'),
    )
    .execute();
  const states = await participatingStates(trx);
  const sections: SourceSection[] = [];
  for (const { id, kind, title, stage, openThreads } of rows) {
    const { document, head } = await loadDocument(trx, id);
    const [digest, positions] = [await digestOf(document), await positionsOf(trx, id)];
    sections.push({ id, kind, title, stage, openThreads, document, head, digest, positions });
  }
  const publications = await trx.selectFrom('publication').select(['slug', 'reportId', 'edition']).execute();
  const editions = publications.filter((publication) => publication.reportId === reportId);
  const pictures = await trx
    .selectFrom('file')
    .where('reportId', '=', reportId)
    .select(['id', 'width', 'height'])
    .execute();
  return {
    facts: {
      symbol: report.symbol,
      title: report.title,
      // The words that the template itself prints are English.
      language: report.languages.includes('en') ? 'en' : (report.languages[0] ?? 'en'),
      states: states
        .filter(({ shortName }) => takesPart(shortName, sections))
        .map((state) => state.shortName),
      edition: Math.max(0, ...editions.map(({ edition }) => edition)) + 1,
      sample: report.sample,
    },
    stage: report.stage,
    sections,
    pictures: new Map(pictures.map(({ id, width, height }) => [id, { width, height }])),
    slugs: new Set(publications.map(({ slug }) => slug)),
    fingerprint: await fingerprintOf(trx, reportId),
  };
}

/** A state that does not participate in any section is no participating state of the report. */
function takesPart(state: string, sections: SourceSection[]): boolean {
  return (
    sections.length === 0 ||
    sections.some(
      ({ positions }) =>
        positions.find((position) => position.state === state)?.position !== 'not_participating',
    )
  );
}

function positionsOf(trx: Transaction<Database>, sectionId: string): Promise<PrintedPosition[]> {
  return trx
    .selectFrom('position')
    .innerJoin('delegation', 'delegation.id', 'position.delegationId')
    .where('position.sectionId', '=', sectionId)
    .distinctOn('position.delegationId')
    .orderBy('position.delegationId')
    .orderBy('position.id', 'desc')
    .select([
      'delegation.shortName as state',
      'position.kind as position',
      'position.digest',
      'position.takenAt',
    ])
    .execute();
}

/**
 * What must be the same when an edition is stored as when it was read: the report's title page, its sections in
 * their order and stages, the heads of their texts, the positions on them, and the editions there are.
 */
export async function fingerprintOf(trx: Transaction<Database>, reportId: string): Promise<string> {
  const { rows } = await sql<{ fingerprint: string }>`
    select jsonb_build_object(
      'report', (select jsonb_build_array(r.symbol, r.title, r.languages, r.sample, r.stage)
        from report r where r.id = ${reportId}),
      'sections', (select jsonb_agg(jsonb_build_array(s.id, s.kind, s.title, s.stage, log_head(d.shelf, d.log), d.digest,
          (select max(p.id) from position p where p.section_id = s.id)) order by s.place)
        from section s join section_doc d on d.section_id = s.id
        where s.report_id = ${reportId} and s.removed_at is null),
      'states', (select jsonb_agg(g.short_name order by g.id) from delegation g),
      'editions', (select count(*) from publication p where p.report_id = ${reportId})
    )::text as fingerprint`.execute(trx);
  return rows[0]?.fingerprint ?? '';
}
