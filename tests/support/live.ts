import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContext } from 'playwright-core';
import type { Role } from '../../domain/workflow/roles.ts';
import { freePort, type ServerProcess, spawnServer } from './server-process.ts';

/** The password of everybody in a live test. */
export const PASSWORD = 'a long enough password';

/** Somebody with an account, and what their browser would send. */
export type LivePerson = {
  name: string;
  email: string;
  cookie: string;
  /** Asks the API as this person; `body` is read as JSON, of the shape that the test expects. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape, and fail where it differs.
  call(method: string, path: string, body?: unknown): Promise<{ status: number; body: any }>;
  /** A browser window in which this person is signed in. */
  window(browser: Browser): Promise<BrowserContext>;
};

/** The product as `npm start` runs it, on a folder of its own. */
export type LiveServer = {
  url: string;
  /** As it was printed, until it was used. */
  setUpLink: string;
  process: ServerProcess;
  /** Ends it as the system would, without a word, and starts it again on the same data and port. */
  killAndRestart(): Promise<void>;
  stop(): Promise<void>;
};

/** As much of a server as it takes to get into it. */
type Entrance = Pick<LiveServer, 'url' | 'setUpLink'>;

/** Starts it, for root as the user `uid` where one is given, with `env` added. The folder goes away with `stop`. */
export async function startLive({
  uid,
  env = {},
}: {
  uid?: number;
  env?: Record<string, string>;
} = {}): Promise<LiveServer> {
  const dataDir = mkdtempSync(path.join(tmpdir(), 'rapporteur-live-'));
  if (uid !== undefined) chownSync(dataDir, uid, uid);
  const port = await freePort();
  const start = () => spawnServer({ ...env, PORT: String(port), DATA_DIR: dataDir, HOME: dataDir }, { uid });
  let running = start();
  const url = await running.ready;
  return {
    url,
    get setUpLink() {
      return /\S+\/set-up#\S+/.exec(running.printed())?.[0] ?? '';
    },
    get process() {
      return running;
    },
    async killAndRestart() {
      await running.kill();
      running = start();
      await running.ready;
    },
    async stop() {
      running.interrupt();
      await running.ended;
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Makes the first coordinator, of Japan, through the printed link. */
export async function setUp(server: Entrance, start: 'empty' | 'sample' = 'empty'): Promise<LivePerson> {
  await until(() => server.setUpLink !== '');
  const token = server.setUpLink.split('#')[1];
  const name = 'Keiko Abe';
  const email = 'keiko@jpn.example';
  const cookie = await cookieOf(server, '/api/set-up', {
    token,
    name,
    email,
    password: PASSWORD,
    workspaceName: 'Monitoring Team',
    delegationCode: 'JPN',
    start,
    msmt: true,
  });
  return person(server, name, email, cookie);
}

/** Invites somebody and has them accept. */
export async function joinWorkspace(
  server: Pick<Entrance, 'url'>,
  coordinator: LivePerson,
  code: string,
  roles: Role[],
  name: string,
): Promise<LivePerson> {
  const { body: delegations } = await coordinator.call('GET', '/api/delegations');
  const delegation = delegations.find((d: { code: string }) => d.code === code);
  const email = `${name.toLowerCase().replaceAll(/\W+/g, '.')}@${code.toLowerCase()}.example`;
  const { status, body } = await coordinator.call('POST', '/api/invitations', {
    email,
    delegationId: delegation.id,
    roles,
  });
  if (status >= 300) throw new Error(`the invitation was refused: ${JSON.stringify(body)}`);
  const token = String(body.link).split('#')[1];
  const cookie = await cookieOf(server, '/api/invitations/accept', { token, name, password: PASSWORD });
  return person(server, name, email, cookie);
}

/** A report with one section that Japan leads, the Republic of Korea and the United States contribute to. */
export async function makeReport(coordinator: LivePerson, penHolderId: string | null = null) {
  const { body: delegations } = await coordinator.call('GET', '/api/delegations');
  const idOf = (code: string): string => delegations.find((d: { code: string }) => d.code === code).id;
  const { body: report } = await coordinator.call('POST', '/api/reports', {
    symbol: `MSMT/TEST/${Date.now()}`,
    title: 'A report of a test',
    languages: ['en'],
    template: 'empty',
  });
  const section = await coordinator.call('POST', `/api/reports/${report.id}/sections`, {
    title: 'Findings',
    kind: 'body',
    leadDelegationId: idOf('JPN'),
    penHolderId,
    contributorIds: [idOf('ROK'), idOf('USA')],
  });
  if (section.status >= 300) throw new Error(`the section was refused: ${JSON.stringify(section.body)}`);
  return { reportId: String(report.id), sectionId: String(section.body.id), idOf };
}

/** Waits for a condition, never for a time. */
export async function until(holds: () => boolean | Promise<boolean>, timeoutMs = 20_000): Promise<void> {
  const end = Date.now() + timeoutMs;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`not within ${timeoutMs} ms: ${holds}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

function person(server: Pick<Entrance, 'url'>, name: string, email: string, cookie: string): LivePerson {
  return {
    name,
    email,
    cookie,
    async call(method, address, body) {
      const response = await fetch(server.url + address, {
        method,
        headers: {
          cookie,
          origin: server.url,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      return { status: response.status, body: text === '' ? null : JSON.parse(text) };
    },
    async window(browser) {
      const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
      await context.addCookies(
        cookie.split('; ').map((pair) => {
          const [key = '', ...value] = pair.split('=');
          return {
            name: key,
            value: value.join('='),
            url: server.url,
            httpOnly: true,
            sameSite: 'Lax' as const,
          };
        }),
      );
      return context;
    },
  };
}

async function cookieOf(server: Pick<Entrance, 'url'>, address: string, body: unknown): Promise<string> {
  const response = await fetch(server.url + address, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.url },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${address} was refused: ${await response.text()}`);
  return response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}
