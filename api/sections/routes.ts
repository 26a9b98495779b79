import { Hono } from 'hono';
import { z } from 'zod';
import type { Context } from '../../db/context.ts';
import { moveToStage } from '../../db/queries/section-stage.ts';
import {
  addSection,
  changeSection,
  moveSection,
  readText,
  removeSection,
} from '../../db/queries/sections.ts';
import { transact } from '../../db/transaction.ts';
import { SECTION_KINDS } from '../../domain/document/outline.ts';
import { SECTION_STAGES } from '../../domain/workflow/stages.ts';
import type { Env } from '../env.ts';
import { idParam, line, prose, userId, validate } from '../validate.ts';

const sectionFields = z.object({
  title: line(200),
  kind: z.enum(SECTION_KINDS),
  leadDelegationId: z.uuid('is not the id of a state'),
  penHolderId: userId.nullable(),
  contributorIds: z.array(z.uuid('is not the id of a state')).max(50, 'must not name more than 50 states'),
  dueAt: z.iso
    .datetime({ offset: true, error: 'must be a moment with its zone, such as 2026-03-01T17:00:00Z' })
    .transform((text) => new Date(text))
    .nullable(),
});
const beforeField = z.uuid('is not the id of a section').nullable();
const newSectionBody = sectionFields.extend({
  penHolderId: sectionFields.shape.penHolderId.default(null),
  dueAt: sectionFields.shape.dueAt.default(null),
  before: beforeField.default(null),
});
const sectionBody = sectionFields.partial();
const moveBody = z.object({ before: beforeField });
const reasonBody = z.object({ reason: prose(1000) });
const stageBody = z.object({ to: z.enum(SECTION_STAGES), reason: prose(1000).nullish() });

/** The sections of a report: their order, their particulars, their text to read, and their stage. */
export const sectionRoutes = (context: Context) =>
  new Hono<Env>()
    .post(
      '/reports/:id/sections',
      validate('param', idParam),
      validate('json', newSectionBody),
      async (c) => {
        const person = c.get('person');
        const { before, ...input } = c.req.valid('json');
        const id = await transact(context, person, (action) =>
          addSection(action, person, c.req.valid('param').id, input, before),
        );
        return c.json({ id }, 201);
      },
    )
    .patch('/sections/:id', validate('param', idParam), validate('json', sectionBody), async (c) => {
      const person = c.get('person');
      const { id } = c.req.valid('param');
      await transact(context, person, (action) => changeSection(action, person, id, c.req.valid('json')));
      return c.json({ ok: true as const });
    })
    .delete('/sections/:id', validate('param', idParam), validate('json', reasonBody), async (c) => {
      const person = c.get('person');
      const { id } = c.req.valid('param');
      const { reason } = c.req.valid('json');
      await transact(context, person, (action) => removeSection(action, person, id, reason));
      return c.json({ ok: true as const });
    })
    .post('/sections/:id/move', validate('param', idParam), validate('json', moveBody), async (c) => {
      const person = c.get('person');
      const { id } = c.req.valid('param');
      const { before } = c.req.valid('json');
      await transact(context, person, (action) => moveSection(action, person, id, before));
      return c.json({ ok: true as const });
    })
    .post('/sections/:id/stage', validate('param', idParam), validate('json', stageBody), async (c) => {
      const person = c.get('person');
      const { id } = c.req.valid('param');
      const { to, reason } = c.req.valid('json');
      await transact(context, person, (action) => moveToStage(action, person, id, to, reason ?? null));
      return c.json({ ok: true as const });
    })
    .get('/sections/:id/text', validate('param', idParam), async (c) =>
      c.json(await readText(context.db, c.get('person'), c.req.valid('param').id)),
    );
