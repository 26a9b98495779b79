import type { HttpBindings } from '@hono/node-server';
import type { Person } from '../db/access.ts';
import type { Context } from '../db/context.ts';
import type { AnsweredRequest } from './answer-log.ts';
import type { Auth } from './auth/auth.ts';
import type { Readiness } from './health/readiness.ts';
import type { Mailer } from './mail/mailer.ts';

/** What a route finds in its Hono context. `incoming` is absent when a test asks the app without a socket. */
export type Env = {
  Bindings: Partial<HttpBindings>;
  Variables: {
    /** Who asks. Set for every route but the open ones, which come before the sign-in check in `app.ts`. */
    person: Person;
    /** Stands in the answer's `X-Request-Id` and in every line of log about the request. */
    requestId: string;
  };
};

/** What the API needs beside the context: how people reach us, and who answers for sessions and mail. */
export type ApiOptions = {
  /** Without a slash at the end; links in mails begin with it. */
  publicUrl: string;
  /** The values of `Origin` that a browser of ours may send. */
  origins: string[];
  auth: Auth;
  mailer: Mailer;
  /** Whether the node still takes work; always, unless given. */
  readiness?: Readiness;
  /** Told of each answer, for whoever measures. */
  observe?: (answered: AnsweredRequest) => void;
  /** Fills a workspace that was set up a moment ago with the sample, in the name of its coordinator, where there is one. */
  loadSample?: (context: Context, coordinatorUserId: string) => Promise<unknown>;
};
