import { createHash } from 'node:crypto';
import { DomainError } from '../../domain/errors.ts';
import { readImage } from '../../domain/image.ts';
import { mayCoordinate, maySection } from '../../domain/workflow/permissions.ts';
import { type Db, isId, type Person, reportFor } from '../access.ts';
import type { Action } from '../transaction.ts';
import { selectSections } from './section-rows.ts';

/** The largest picture that is taken, in bytes. */
export const MAX_FILE_BYTES = 10 * 1024 * 1024;

/** The most pixels: what a reader's browser and the typesetter can still hold in memory, decoded. */
export const MAX_FILE_PIXELS = 50_000_000;

/**
 * Keeps a picture for a report; the same bytes again give the same file. What it is, is read from the bytes:
 * `name` is only what the list calls it. For whoever may write in one of the report's sections, and for
 * coordinators. Throws `not_found`, `forbidden`, `too_large`, `invalid` for what is no picture of ours.
 */
export async function addFile(
  action: Action,
  person: Person,
  reportId: string,
  file: { name: string; bytes: Buffer },
) {
  await reportFor(action.trx, person, reportId);
  await writersOnly(action, person, reportId);
  const { bytes } = file;
  if (bytes.length > MAX_FILE_BYTES)
    throw new DomainError('too_large', 'The picture is larger than 10 MB. Make it smaller and try again.');
  const image = readImage(bytes);
  if (!image) throw refused('This is no PNG, JPEG, GIF or WebP picture. Convert it to one of these.');
  if (image.width * image.height > MAX_FILE_PIXELS)
    throw refused(
      `The picture has ${image.width} by ${image.height} pixels, more than 50 million. Make it smaller.`,
    );

  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const facts = ['id', 'width', 'height', 'mediaType'] as const;
  const added = await action.trx
    .insertInto('file')
    .values({ ...image, reportId, sha256, bytes, name: file.name, uploadedBy: person.userId })
    .onConflict((conflict) => conflict.columns(['reportId', 'sha256']).doNothing())
    .returning(facts)
    .executeTakeFirst();
  return (
    added ??
    (await action.trx
      .selectFrom('file')
      .where('reportId', '=', reportId)
      .where('sha256', '=', sha256)
      .select(facts)
      .executeTakeFirstOrThrow())
  );
}

/** A picture with its bytes. Throws `not_found`. */
export async function readFile(db: Db, person: Person, fileId: string) {
  const file = isId(fileId)
    ? await db
        .selectFrom('file')
        .where('id', '=', fileId)
        .select(['reportId', 'mediaType', 'sha256', 'bytes'])
        .executeTakeFirst()
    : undefined;
  if (!file) throw new DomainError('not_found', 'There is no such file.');
  await reportFor(db, person, file.reportId);
  return file;
}

async function writersOnly({ trx }: Action, person: Person, reportId: string): Promise<void> {
  if (mayCoordinate(person).allowed) return;
  const sections = await selectSections(trx).where('section.reportId', '=', reportId).execute();
  if (!sections.some((section) => maySection(person, { kind: 'write' }, section).allowed))
    throw new DomainError('forbidden', 'You can write in no section of this report, so you can add no file.');
}

function refused(message: string): DomainError {
  return new DomainError('invalid', message, [{ path: 'file', message }]);
}
