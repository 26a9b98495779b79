import { pino } from 'pino';
import { createApi } from '../../api/app.ts';
import { type Auth, createAuth } from '../../api/auth/auth.ts';
import { hashOfPassword } from '../../api/auth/password.ts';
import { createMailer } from '../../api/mail/mailer.ts';
import { loadSample } from '../../api/sample/load.ts';
import { type Person, personOf } from '../../db/access.ts';
import { createBus } from '../../db/bus.ts';
import type { Context } from '../../db/context.ts';
import { Intake } from '../../db/intake.ts';
import { createPresenceBoard } from '../../db/presence.ts';
import { insertMsmtStates } from '../../db/queries/delegations.ts';
import { insertAccount } from '../../db/queries/people.ts';
import { lockWorkspace } from '../../db/queries/workspace.ts';
import { transact } from '../../db/transaction.ts';
import type { Role } from '../../domain/workflow/roles.ts';
import { freshDatabase } from './database.ts';
import { type ReceivedMail, startSmtpReceiver } from './smtp.ts';

/** The password of everybody that a test makes. */
export const PASSWORD = 'correct horse battery staple';
export const ORIGIN = 'http://localhost:3000';

/** An answer, its JSON read. `body` is of the test's own making: it says what shape it expects by using it. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape, and fail where it differs.
export type Answer = { status: number; headers: Headers; body: any };

/** A browser, as far as the API can tell: it keeps cookies and names its origin. */
export type Client = {
  get(path: string): Promise<Answer>;
  post(path: string, body?: unknown): Promise<Answer>;
  patch(path: string, body: unknown): Promise<Answer>;
  delete(path: string, body?: unknown): Promise<Answer>;
  /** A request as it is, with this client's cookies and origin. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** The `Cookie` header as it stands. */
  cookie(): string;
};

/** A whole API in this process on a database of its own. */
export type TestApi = {
  context: Context;
  auth: Auth;
  /** The app as the server serves it. */
  app: ReturnType<typeof createApi>;
  databaseUrl: string;
  /** What arrived at the mail server, where `mail` was asked for. */
  mails: ReceivedMail[];
  /** Somebody who is not signed in. */
  stranger(): Client;
  /** Makes a member of the delegation with this code; the person as the rules see them. */
  person(code: string, roles: Role[], name?: string): Promise<Person>;
  /** Signs somebody in. */
  client(person: { email: string }): Promise<Client>;
  close(): Promise<void>;
};

/** What a test may want otherwise: an empty installation, https, a mail server. */
export type TestApiOptions = { setUp?: boolean; publicUrl?: string; mail?: boolean };

/** Starts an API. Unless told otherwise the workspace is set up, with the eleven states and nobody in it. */
export async function testApi(options: TestApiOptions = {}): Promise<TestApi> {
  const database = await freshDatabase();
  const log = pino({ level: process.env.LOG_LEVEL ?? 'silent' });
  const bus = createBus(null, log);
  const presence = createPresenceBoard(bus);
  const context: Context = {
    db: database.db,
    writing: database.writing,
    bus,
    presence,
    intake: new Intake(),
    log,
  };
  const publicUrl = options.publicUrl ?? ORIGIN;
  const smtp = options.mail ? await startSmtpReceiver() : null;
  const mailer = createMailer({ smtpUrl: smtp?.url ?? null, publicUrl }, log);
  const origins = [publicUrl];
  const auth = createAuth(context, {
    publicUrl,
    origins,
    secret: 'a secret of tests and nothing else',
    mailer,
  });
  const app = createApi(context, { publicUrl, origins, auth, mailer, loadSample });
  if (options.setUp !== false) await markSetUp(context);

  let hash: Promise<string> | undefined;
  let made = 0;
  return {
    context,
    auth,
    app,
    databaseUrl: database.url,
    mails: smtp?.mails ?? [],
    stranger: () => createClient(app, publicUrl, []),
    async person(code, roles, name) {
      hash ??= hashOfPassword(PASSWORD); // the same for all: hashing is slow on purpose
      const passwordHash = await hash;
      made += 1;
      const email = `person${made}@${code.toLowerCase()}.example`;
      const { id } = await database.db
        .selectFrom('delegation')
        .where('code', '=', code)
        .select('id')
        .executeTakeFirstOrThrow();
      const account = { name: name ?? `${code} ${made}`, email, passwordHash, delegationId: id, roles };
      const userId = await transact(context, null, (action) => insertAccount(action, account));
      return await personOf(database.db, userId);
    },
    client: async ({ email }) => createClient(app, publicUrl, await auth.signIn(email, PASSWORD)),
    async close() {
      mailer.close();
      await smtp?.close();
      await bus.close();
      await database.close();
    },
  };
}

async function markSetUp(context: Context): Promise<void> {
  await transact(context, null, async (action) => {
    await lockWorkspace(action.trx);
    await action.trx.updateTable('workspace').set({ name: 'Test', setUpAt: new Date() }).execute();
    await insertMsmtStates(action);
  });
}

function createClient(app: TestApi['app'], origin: string, cookies: string[]): Client {
  const jar = new Map<string, string>();
  const keep = (lines: string[]) => {
    for (const line of lines) {
      const [pair = ''] = line.split(';');
      const name = pair.slice(0, pair.indexOf('='));
      if (/max-age=0/i.test(line)) jar.delete(name);
      else jar.set(name, pair.slice(name.length + 1));
    }
  };
  keep(cookies);
  const cookie = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const fetch = async (path: string, init: RequestInit = {}) => {
    const headers = new Headers(init.headers);
    if (!headers.has('Origin')) headers.set('Origin', origin);
    if (jar.size > 0) headers.set('Cookie', cookie());
    const response = await app.request(origin + path, { ...init, headers });
    keep(response.headers.getSetCookie());
    return response;
  };
  const ask = async (method: string, path: string, body?: unknown): Promise<Answer> => {
    const json = body === undefined ? {} : { body: JSON.stringify(body) };
    const response = await fetch(path, { method, headers: { 'Content-Type': 'application/json' }, ...json });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? null : JSON.parse(text),
    };
  };
  return {
    get: (path) => ask('GET', path),
    post: (path, body) => ask('POST', path, body),
    patch: (path, body) => ask('PATCH', path, body),
    delete: (path, body) => ask('DELETE', path, body),
    fetch,
    cookie,
  };
}
