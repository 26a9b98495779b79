import type { Transaction } from 'kysely';
import type { SectionAction } from '../../domain/workflow/permissions.ts';
import { type AccessibleSection, isId, type Person, sectionFor } from '../access.ts';
import type { Database } from '../tables.ts';

/** A section that an action may rely on, with the title that the record prints. */
export type HeldSection = AccessibleSection & { title: string };

/**
 * The section, if `person` may do `action` to it, and its stage kept from changing until the transaction
 * ends. Taken before the log's lock, in the order in which a change of stage takes them. Throws as `sectionFor`.
 */
export async function holdSection(
  trx: Transaction<Database>,
  person: Person,
  sectionId: string,
  action: SectionAction,
): Promise<HeldSection> {
  const row = isId(sectionId)
    ? await trx
        .selectFrom('section')
        .where('id', '=', sectionId)
        .forShare()
        .select('title')
        .executeTakeFirst()
    : undefined;
  // Judged behind the lock: the stage may have changed while we waited for it.
  const section = await sectionFor(trx, person, sectionId, action);
  return { ...section, title: row?.title ?? '' };
}
