import { Hono } from 'hono';
import { z } from 'zod';
import type { Context } from '../../db/context.ts';
import {
  addDelegation,
  addMsmtStates,
  changeDelegation,
  delegationsFor,
  removeDelegation,
} from '../../db/queries/delegations.ts';
import { transact } from '../../db/transaction.ts';
import { isDelegationCode } from '../../domain/delegations.ts';
import type { Env } from '../env.ts';
import { idParam, line, validate } from '../validate.ts';

/** The code and names of a state, as a coordinator gives them. */
export const delegationNames = z.object({
  code: z
    .string()
    .trim()
    .toUpperCase()
    .refine(isDelegationCode, 'must be a three-letter code of ISO 3166-1, as in JPN, or ROK, EU or UN'),
  shortName: line(60),
  formalName: line(120),
});

/** The participating states. */
export const delegationRoutes = (context: Context) =>
  new Hono<Env>()
    .get('/delegations', async (c) => c.json(await delegationsFor(context.db, c.get('person'))))
    .post('/delegations', validate('json', delegationNames), async (c) => {
      const person = c.get('person');
      const id = await transact(context, person, (action) =>
        addDelegation(action, person, c.req.valid('json')),
      );
      return c.json({ id });
    })
    .post('/delegations/msmt', async (c) => {
      const person = c.get('person');
      return c.json({ added: await transact(context, person, (action) => addMsmtStates(action, person)) });
    })
    .patch(
      '/delegations/:id',
      validate('param', idParam),
      validate('json', delegationNames.partial()),
      async (c) => {
        const person = c.get('person');
        const { id } = c.req.valid('param');
        await transact(context, person, (action) =>
          changeDelegation(action, person, id, c.req.valid('json')),
        );
        return c.json({ ok: true as const });
      },
    )
    .delete('/delegations/:id', validate('param', idParam), async (c) => {
      const person = c.get('person');
      await transact(context, person, (action) => removeDelegation(action, person, c.req.valid('param').id));
      return c.json({ ok: true as const });
    });
