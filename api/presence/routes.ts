import { Hono } from 'hono';
import { reportFor } from '../../db/access.ts';
import type { Context } from '../../db/context.ts';
import type { Env } from '../env.ts';
import { idParam, validate } from '../validate.ts';

/** Who has which section of a report open now, for its contents. Sections where nobody is are left out. */
export const presenceRoutes = (context: Context) =>
  new Hono<Env>().get('/reports/:id/presence', validate('param', idParam), async (c) => {
    const report = await reportFor(context.db, c.get('person'), c.req.valid('param').id);
    const sections = await context.db
      .selectFrom('section')
      .where('reportId', '=', report.id)
      .where('removedAt', 'is', null)
      .select('id')
      .execute();
    return c.json(
      sections
        .map(({ id }) => ({
          sectionId: id,
          people: context.presence
            .of(id)
            .map(({ userId, name, code, tone }) => ({ id: userId, name, code, tone })),
        }))
        .filter(({ people }) => people.length > 0),
    );
  });
