import { Hono } from 'hono';
import { z } from 'zod';
import type { Context } from '../../db/context.ts';
import { readReport } from '../../db/queries/report-page.ts';
import { changeReport, createReport, listReports } from '../../db/queries/reports.ts';
import { transact } from '../../db/transaction.ts';
import { REPORT_LANGUAGES, REPORT_TEMPLATES, type ReportLanguage } from '../../domain/report-template.ts';
import type { Env } from '../env.ts';
import { idParam, line, validate } from '../validate.ts';

// The keys of an object literal are exactly the members of its type.
const languages = Object.keys(REPORT_LANGUAGES) as ReportLanguage[];

const reportFields = z.object({
  symbol: line(40).regex(
    /^[A-Za-z0-9][A-Za-z0-9/.-]*$/,
    'must be letters, digits, /, . and -, such as MSMT/2026/1',
  ),
  title: line(200),
  languages: z
    .array(z.enum(languages))
    .min(1, 'must name at least one language')
    .transform((chosen) => languages.filter((language) => chosen.includes(language))),
});
const newReportBody = reportFields.extend({ template: z.enum(REPORT_TEMPLATES) });
const reportBody = reportFields.partial();

/** The list of reports, a report without its text, and its title page. */
export const reportRoutes = (context: Context) =>
  new Hono<Env>()
    .get('/reports', async (c) => c.json(await listReports(context.db, c.get('person'), new Date())))
    .post('/reports', validate('json', newReportBody), async (c) => {
      const person = c.get('person');
      const id = await transact(context, person, (action) =>
        createReport(action, person, c.req.valid('json')),
      );
      return c.json({ id }, 201);
    })
    .get('/reports/:id', validate('param', idParam), async (c) =>
      c.json(await readReport(context.db, c.get('person'), c.req.valid('param').id)),
    )
    .patch('/reports/:id', validate('param', idParam), validate('json', reportBody), async (c) => {
      const person = c.get('person');
      const { id } = c.req.valid('param');
      await transact(context, person, (action) => changeReport(action, person, id, c.req.valid('json')));
      return c.json({ ok: true as const });
    });
