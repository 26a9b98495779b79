import { sql } from 'kysely';
import { DomainError } from '../../domain/errors.ts';
import type { Action } from '../transaction.ts';

/** The ids of a report's sections in their order. Behind the report's lock it stays true until the action ends. */
export async function sectionOrder({ trx }: Action, reportId: string): Promise<string[]> {
  const rows = await trx
    .selectFrom('section')
    .where('reportId', '=', reportId)
    .where('removedAt', 'is', null)
    .orderBy('place')
    .select('id')
    .execute();
  return rows.map(({ id }) => id);
}

/** `order` with `id` put before `before`, or at the end for null. Throws `invalid` when `before` is not in it. */
export function placeBefore(order: string[], id: string, before: string | null): string[] {
  const at = before === null ? order.length : order.indexOf(before);
  if (at < 0) {
    const message = 'The section to put it before is not another section of this report.';
    throw new DomainError('invalid', message, [{ path: 'before', message }]);
  }
  return order.toSpliced(at, 0, id);
}

/** Writes places 0, 1, 2 … in the order of `ids`, which are all the sections of one report. */
export async function setOrder({ trx }: Action, ids: string[]): Promise<void> {
  await sql`
    update section set place = o.n - 1
    from unnest(${ids}::uuid[]) with ordinality as o(id, n)
    where section.id = o.id and section.place <> o.n - 1`.execute(trx);
}
