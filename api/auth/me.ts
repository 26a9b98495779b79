import { Hono } from 'hono';
import { personOf } from '../../db/access.ts';
import type { Context } from '../../db/context.ts';
import { workspaceOf } from '../../db/queries/workspace.ts';
import { DomainError } from '../../domain/errors.ts';
import type { ApiOptions, Env } from '../env.ts';

/** Who the browser's session belongs to: what the client asks before anything else. Open to everybody. */
export const meRoutes = (context: Context, { auth, mailer }: ApiOptions) =>
  new Hono<Env>().get('/me', async (c) => {
    const workspace = await workspaceOf(context.db);
    const nobody = { signedIn: false as const, setUp: workspace.setUp, mail: mailer.configured };
    const signedIn = await auth.signedIn(c.req.raw.headers);
    if (!signedIn) return c.json(nobody);
    const person = await personOf(context.db, signedIn.userId).catch((error: unknown) => {
      if (error instanceof DomainError) return null; // removed a moment ago
      throw error;
    });
    if (!person) return c.json(nobody);
    for (const cookie of signedIn.cookies) c.header('Set-Cookie', cookie, { append: true });
    return c.json({
      signedIn: true as const,
      person: {
        id: person.userId,
        name: person.name,
        email: person.email,
        roles: person.roles,
        delegation: {
          id: person.delegationId,
          code: person.code,
          shortName: person.delegationName,
          tone: person.tone,
        },
      },
      workspace: { name: workspace.name, requireSecondFactor: workspace.requireSecondFactor },
      secondFactor: signedIn.secondFactor,
      mustSetUpSecondFactor: workspace.requireSecondFactor && !signedIn.secondFactor,
    });
  });
