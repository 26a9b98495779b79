import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { createApi } from './api/app.ts';
import { createAuth } from './api/auth/auth.ts';
import { socketUser } from './api/auth/socket.ts';
import { hashOfToken, newToken } from './api/auth/token.ts';
import { Readiness } from './api/health/readiness.ts';
import { createMailer } from './api/mail/mailer.ts';
import { loadSample } from './api/sample/load.ts';
import { createAutosave } from './api/versions/autosave.ts';
import { authSecretOf } from './auth-secret.ts';
import { createCollab } from './collab/server.ts';
import { atPort, type Config, type Store } from './config.ts';
import { createBus } from './db/bus.ts';
import { connect, connectDirectly, reach } from './db/connect.ts';
import type { Context } from './db/context.ts';
import { startEmbedded } from './db/embedded.ts';
import { Intake } from './db/intake.ts';
import { migrate } from './db/migrate.ts';
import { createPresenceBoard } from './db/presence.ts';
import { replaceSetUpToken } from './db/queries/workspace.ts';
import { openPort } from './http-port.ts';
import { createLog } from './log.ts';
import { createMetrics, serveMetrics } from './metrics.ts';
import { ensureWebClient, webFolder } from './web-build.ts';
import { webFiles } from './web-files.ts';

/** A server that answers. */
export type RunningServer = {
  /** How people reach it, without a slash at the end. */
  url: string;
  context: Context;
  /**
   * A new link that sets the workspace up, once, in place of any older one; null where that has been done. It
   * holds a secret: show it to whoever started the server, and to nobody else.
   */
  createSetUpLink(): Promise<string | null>;
  /** Where `/metrics` is, null where it is off. */
  metricsPort: number | null;
  /**
   * Says that it stops to whoever asks, writes everything down, ends every connection and stops the embedded
   * database. Safe to call twice.
   */
  close(): Promise<void>;
};

export type StartOptions = {
  /** `build`: serve the web client, built first when its sources have changed. `none`: only the API and the sockets. */
  client: 'build' | 'none';
  /** Told what takes long. */
  announce?: (line: string) => void;
  /** Gives the start up: it ends what is under way, stops what had been started, and throws the reason. */
  signal?: AbortSignal;
};

/**
 * Starts everything for these settings: port, database, migrations, web client, API, sockets. After an error
 * all that had been started is stopped again.
 *
 * @throws DomainError saying in one sentence what is in the way.
 */
export async function startServer(config: Config, options: StartOptions): Promise<RunningServer> {
  const started = new AsyncDisposableStack();
  try {
    return await start(config, options, started);
  } catch (error) {
    await started.disposeAsync();
    throw error;
  }
}

async function start(
  asked: Config,
  options: StartOptions,
  started: AsyncDisposableStack,
): Promise<RunningServer> {
  const port = await openPort(asked);
  started.defer(() => port.close());
  const config = atPort(asked, port.port);
  const log = createLog(config);

  const metrics = createMetrics();
  const metricsPort = config.metricsAddress && (await serveMetrics(metrics, config.metricsAddress));
  if (metricsPort) started.defer(() => metricsPort.close());

  const databaseUrl = await openStore(config.store, started);
  await migrate(databaseUrl);
  options.signal?.throwIfAborted();
  const onLost = (err: Error) => log.warn({ err }, 'a database connection was lost');
  const db = connect(databaseUrl, { onLost });
  started.defer(() => db.destroy());
  const writing = connectDirectly(databaseUrl, { onLost });
  started.defer(() => writing.destroy());
  const bus = createBus(config.redisUrl, log);
  started.defer(() => bus.close());
  const context: Context = {
    db,
    writing,
    bus,
    presence: createPresenceBoard(bus),
    intake: new Intake(),
    log,
  };
  if (options.client === 'build')
    await ensureWebClient(options.announce ?? (() => undefined), options.signal);

  const { publicUrl, origins } = config;
  const mailer = createMailer({ smtpUrl: config.smtpUrl, publicUrl }, log);
  started.defer(() => mailer.close());
  const auth = createAuth(context, { publicUrl, origins, secret: authSecretOf(config.store), mailer });
  const readiness = new Readiness();
  const { observe, meters } = metrics;
  const api = createApi(context, { publicUrl, origins, auth, mailer, readiness, observe, loadSample });
  const app = new Hono().route('/', api);
  if (options.client === 'build') app.route('/', webFiles(webFolder));
  const autosave = createAutosave(context);
  autosave.start();
  started.defer(() => autosave.stop());
  started.defer(() => port.close()); // after the sockets were told, and before what the API needs is taken away
  const authenticate = socketUser(context, auth, origins);
  const collab = createCollab(context, { authenticate, origins, meters });
  started.defer(() => collab.close());
  port.server.on('upgrade', (request, socket, head) => {
    // Node took its own listener away before it asked: without one a reset would end the process.
    socket.on('error', () => socket.destroy());
    if (readiness.isStopping)
      socket.end('HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 1\r\n\r\n', () =>
        socket.destroy(),
      );
    else if (!collab.upgrade(request, socket, head))
      socket.end('HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n', () => socket.destroy());
  });
  port.serve(getRequestListener(app.fetch, { overrideGlobalObjects: false }));

  let closing: Promise<void> | null = null;
  const close = async (): Promise<void> => {
    await readiness.stop(Date.now());
    await started.disposeAsync();
  };
  return {
    url: publicUrl,
    context,
    metricsPort: metricsPort?.port ?? null,
    async createSetUpLink() {
      const token = newToken();
      return (await replaceSetUpToken(db, hashOfToken(token))) ? `${publicUrl}/set-up#${token}` : null;
    },
    close: () => (closing ??= close()),
  };
}

async function openStore(store: Store, started: AsyncDisposableStack): Promise<string> {
  switch (store.kind) {
    case 'external':
      await reach(store.databaseUrl);
      return store.databaseUrl;
    case 'embedded': {
      const postgres = await startEmbedded(store.dataDir);
      started.defer(() => postgres.stop());
      return postgres.url;
    }
  }
}
