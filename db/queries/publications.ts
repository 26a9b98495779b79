import { createHash } from 'node:crypto';
import { DomainError } from '../../domain/errors.ts';
import type { Manifest } from '../../domain/publication/manifest.ts';
import { type Db, type Person, reportFor } from '../access.ts';
import type { Action } from '../transaction.ts';
import { fingerprintOf, type PublicationSource } from './publication-source.ts';
import { lockReport } from './report-lock.ts';

/** A file of an edition. */
export type EditionFile = { name: string; mediaType: string; bytes: Buffer };

/** An edition that is ready to be stored. */
export type NewEdition = { slug: string; manifest: Manifest; files: EditionFile[] };

/** SHA-256 in lower-case hex. */
export function sha256Of(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** The bytes of an uploaded picture, for the typesetter. Checks no right: the caller has read the report. */
export function readPicture(db: Db, reportId: string, fileId: string) {
  return db
    .selectFrom('file')
    .where('reportId', '=', reportId)
    .where('id', '=', fileId)
    .select(['bytes', 'mediaType', 'width', 'height', 'sha256'])
    .executeTakeFirst();
}

/**
 * Stores an edition, for good, unless anything it was made of has changed since `source` was read. Of several
 * that publish at once one wins. Throws `conflict`, `forbidden`, `not_found`.
 */
export async function addEdition(
  action: Action,
  person: Person,
  reportId: string,
  source: PublicationSource,
  edition: NewEdition,
): Promise<void> {
  // Whoever changes sections or stages holds this lock, and text only changes in sections that are not agreed.
  const report = await lockReport(action, person, reportId);
  if ((await fingerprintOf(action.trx, reportId)) !== source.fingerprint)
    throw new DomainError(
      'conflict',
      `${report.symbol} changed, or was published, while this edition was being made. Look at it again, and publish then.`,
    );
  const { id } = await action.trx
    .insertInto('publication')
    .values({
      reportId,
      slug: edition.slug,
      edition: edition.manifest.edition,
      symbol: edition.manifest.symbol,
      title: edition.manifest.title,
      manifest: JSON.stringify(edition.manifest),
      publishedBy: person.userId,
      publishedAt: new Date(edition.manifest.publishedAt),
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  for (const file of edition.files)
    await action.trx
      .insertInto('publicationFile')
      .values({ publicationId: id, ...file, sha256: sha256Of(file.bytes) })
      .execute();
  await action.trx.updateTable('report').set({ stage: 'published' }).where('id', '=', reportId).execute();
  await action.record('report.published', {
    reportId,
    details: { symbol: edition.manifest.symbol, edition: edition.manifest.edition, slug: edition.slug },
  });
}

/** The digests of the newest edition's sections in their order, or null where there is none. Checks no right. */
export async function newestManifest(db: Db, reportId: string): Promise<Manifest | null> {
  const row = await db
    .selectFrom('publication')
    .where('reportId', '=', reportId)
    .orderBy('edition', 'desc')
    .select('manifest')
    .executeTakeFirst();
  return row?.manifest ?? null;
}

/** The editions of a report, the newest first. Throws `not_found`. */
export async function listPublications(db: Db, person: Person, reportId: string) {
  await reportFor(db, person, reportId);
  const rows = await db
    .selectFrom('publication')
    .innerJoin('user', 'user.id', 'publication.publishedBy')
    .where('reportId', '=', reportId)
    .orderBy('edition', 'desc')
    .select(['publication.id', 'slug', 'edition', 'symbol', 'title', 'publishedAt', 'manifest'])
    .select('user.name as publishedBy')
    .execute();
  return rows.map(({ manifest, ...row }) => ({ ...row, files: manifest.files }));
}

/** A published edition, for anybody: null where there is none of that name. `newer`: the name of the newest, if it is another. */
export async function publicEdition(db: Db, slug: string) {
  const edition = await db
    .selectFrom('publication')
    .where('slug', '=', slug)
    .select(['id', 'reportId', 'slug', 'edition', 'manifest'])
    .executeTakeFirst();
  if (!edition) return null;
  const editions = await db
    .selectFrom('publication')
    .where('reportId', '=', edition.reportId)
    .orderBy('edition', 'desc')
    .select(['slug', 'edition', 'publishedAt'])
    .execute();
  const newest = editions[0];
  return { ...edition, editions, newer: newest && newest.slug !== slug ? newest : null };
}

/** A file of a published edition, for anybody: null where there is none of that name. */
export async function publicFile(db: Db, slug: string, name: string) {
  const file = await db
    .selectFrom('publicationFile')
    .innerJoin('publication', 'publication.id', 'publicationFile.publicationId')
    .where('publication.slug', '=', slug)
    .where('publicationFile.name', '=', name)
    .select(['publicationFile.mediaType', 'publicationFile.sha256', 'publicationFile.bytes'])
    .executeTakeFirst();
  return file ?? null;
}
