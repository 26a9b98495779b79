import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Db } from '../../db/access.ts';

/** How often something may be tried: `max` times within `windowSeconds` of the first. */
export type AttemptRule = { max: number; windowSeconds: number };

/**
 * Counts one attempt under `key`, for all nodes, in one statement: attempts made at the same moment cannot
 * pass unseen. Returns null when it may go on, otherwise the seconds until it may be tried again.
 */
export async function countAttempt(db: Db, key: string, rule: AttemptRule): Promise<number | null> {
  const { rows } = await sql<{ count: number; waitSeconds: number }>`
    insert into attempt as known (key, count, started_at) values (${hashOf(key)}, 1, now())
    on conflict (key) do update set
      count = case when known.started_at <= now() - make_interval(secs => ${rule.windowSeconds})
        then 1 else least(known.count, ${rule.max}) + 1 end,
      started_at = case when known.started_at <= now() - make_interval(secs => ${rule.windowSeconds})
        then now() else known.started_at end
    returning count, ceil(extract(epoch from started_at - now()) + ${rule.windowSeconds})::int as wait_seconds
  `.execute(db);
  const [row] = rows;
  if (!row || row.count <= rule.max) return null;
  return Math.max(1, row.waitSeconds);
}

/** Forgets the attempts under `key`: the last one was right. */
export async function forgetAttempts(db: Db, key: string): Promise<void> {
  await db.deleteFrom('attempt').where('key', '=', hashOf(key)).execute();
}

/** Deletes counts that can no longer matter. No rule has a window longer than a day. */
export async function deleteOldAttempts(db: Db): Promise<void> {
  await db.deleteFrom('attempt').where('startedAt', '<', sql<Date>`now() - interval '1 day'`).execute();
}

// Keys hold addresses of people and machines, which nobody needs to read there.
const hashOf = (key: string) => createHash('sha256').update(key).digest('hex');
