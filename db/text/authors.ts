import { sql } from 'kysely';
import type { Db } from '../access.ts';

/** Somebody who writes for a state. */
export type Author = { userId: string; delegationId: string };

/** The numbers under which the log names these people, in their order; whoever has none yet is given one. */
export async function authorNumbers(db: Db, authors: Author[]): Promise<number[]> {
  const userIds = authors.map(({ userId }) => userId);
  const delegationIds = authors.map(({ delegationId }) => delegationId);
  const find = async () => {
    const { rows } = await sql<{ no: number }>`
      select author.no from unnest(${userIds}::text[], ${delegationIds}::uuid[])
        with ordinality as asked(user_id, delegation_id, i)
      join author using (user_id, delegation_id) order by asked.i`.execute(db);
    return rows.map(({ no }) => no);
  };
  const known = await find();
  if (known.length === authors.length) return known;
  await sql`
    insert into author (user_id, delegation_id)
    select distinct * from unnest(${userIds}::text[], ${delegationIds}::uuid[]) order by 1, 2
    on conflict do nothing`.execute(db);
  return find();
}
