import type { Db, Person } from '../access.ts';

/** How many of each kind one search gives. */
const MOST = 8;

/**
 * Reports by symbol or title, sections by title, people by name: whatever contains `text`, in any case. Every
 * member may read them all. Nothing for an empty text.
 */
export async function search(db: Db, _person: Person, text: string) {
  if (text === '') return { reports: [], sections: [], people: [] };
  // In LIKE a % or _ would stand for anything; here they are what was typed.
  const pattern = `%${text.replace(/[\\%_]/g, '\\$&')}%`;
  const [reports, sections, people] = await Promise.all([
    db
      .selectFrom('report')
      .where((where) => where.or([where('symbol', 'ilike', pattern), where('title', 'ilike', pattern)]))
      .orderBy('createdAt', 'desc')
      .limit(MOST)
      .select(['id', 'symbol', 'title'])
      .execute(),
    db
      .selectFrom('section')
      .innerJoin('report', 'report.id', 'section.reportId')
      .where('section.removedAt', 'is', null)
      .where('section.title', 'ilike', pattern)
      .orderBy('report.createdAt', 'desc')
      .orderBy('section.place')
      .limit(MOST)
      .select(['section.id', 'section.reportId', 'section.title', 'report.symbol as reportSymbol'])
      .execute(),
    db
      .selectFrom('member')
      .innerJoin('user', 'user.id', 'member.userId')
      .innerJoin('delegation', 'delegation.id', 'member.delegationId')
      .where('member.removedAt', 'is', null)
      .where('user.name', 'ilike', pattern)
      .orderBy('user.name')
      .limit(MOST)
      .select(['user.id', 'user.name', 'delegation.code'])
      .execute(),
  ]);
  return { reports, sections, people };
}
