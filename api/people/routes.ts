import { Hono } from 'hono';
import { z } from 'zod';
import type { Context } from '../../db/context.ts';
import { invitationsFor } from '../../db/queries/invitations.ts';
import {
  changePerson,
  peopleFor,
  removePerson,
  renameSelf,
  restorePerson,
  turnOffSecondFactor,
} from '../../db/queries/people.ts';
import { transact } from '../../db/transaction.ts';
import { ROLES, rolesRefusal } from '../../domain/workflow/roles.ts';
import type { ApiOptions, Env } from '../env.ts';
import { line, personParam, validate } from '../validate.ts';
import { makeResetLink } from './reset-link.ts';

/** One role or several that go together, each once. */
export const rolesShape = z
  .array(z.enum(ROLES))
  .transform((roles) => ROLES.filter((role) => roles.includes(role)))
  .superRefine((roles, check) => {
    const message = rolesRefusal(roles);
    if (message !== null) check.addIssue({ code: 'custom', message });
  });

/** One of the states, as it is chosen from their list. */
export const chosenState = z.uuid('Choose a delegation.');

const personBody = z.object({ roles: rolesShape, delegationId: chosenState }).partial();

/** A person's name, in the same bounds as when they joined. */
const accountBody = z.object({ name: line(100) });

/** The people of the workspace, one's own name, and what coordinators do with their membership. */
export const peopleRoutes = (context: Context, options: ApiOptions) =>
  new Hono<Env>()
    .get('/people', async (c) => {
      const person = c.get('person');
      const [people, invitations] = await Promise.all([
        peopleFor(context.db, person),
        invitationsFor(context.db, person),
      ]);
      return c.json({ people, invitations });
    })
    .patch('/account', validate('json', accountBody), async (c) => {
      const person = c.get('person');
      await transact(context, person, (action) => renameSelf(action, person, c.req.valid('json').name));
      return c.json({ ok: true as const });
    })
    .patch('/people/:id', validate('param', personParam), validate('json', personBody), async (c) => {
      const person = c.get('person');
      const { id } = c.req.valid('param');
      await transact(context, person, (action) => changePerson(action, person, id, c.req.valid('json')));
      return c.json({ ok: true as const });
    })
    .delete('/people/:id', validate('param', personParam), async (c) => {
      const person = c.get('person');
      await transact(context, person, (action) => removePerson(action, person, c.req.valid('param').id));
      return c.json({ ok: true as const });
    })
    .post('/people/:id/restore', validate('param', personParam), async (c) => {
      const person = c.get('person');
      await transact(context, person, (action) => restorePerson(action, person, c.req.valid('param').id));
      return c.json({ ok: true as const });
    })
    .delete('/people/:id/second-factor', validate('param', personParam), async (c) => {
      const person = c.get('person');
      const { id } = c.req.valid('param');
      await transact(context, person, (action) => turnOffSecondFactor(action, person, id));
      return c.json({ ok: true as const });
    })
    .post('/people/:id/reset-link', validate('param', personParam), async (c) =>
      c.json(await makeResetLink(context, options, c.get('person'), c.req.valid('param').id)),
    );
