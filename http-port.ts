import { createServer, type RequestListener, type Server } from 'node:http';
import type { Config } from './config.ts';
import { DomainError } from './domain/errors.ts';

/** Our one port, taken before anything else is touched. */
export type HttpPort = {
  server: Server;
  port: number;
  /** From now on requests go here; until then they are told that we are starting. */
  serve(listener: RequestListener): void;
  /** Takes no new connection, gives running requests half a second, and cuts what is left: streams never end. */
  close(): Promise<void>;
};

const graceMs = 500;

/**
 * Takes the port, and holds it while the database starts: merely trying it would let somebody else in between.
 *
 * @throws DomainError `unavailable` when it cannot be had.
 */
export async function openPort({ host, port }: Pick<Config, 'host' | 'port'>): Promise<HttpPort> {
  let handle: RequestListener = (_request, response) => {
    response
      .writeHead(503, { 'Retry-After': '1', 'Content-Type': 'text/plain' })
      .end('Rapporteur is starting.\n');
  };
  const server = createServer((request, response) => handle(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(whyNoPort(error, { host, port, setting: 'PORT' })));
    server.listen(port, host, resolve);
  });
  const address = server.address();
  return {
    server,
    port: typeof address === 'object' && address !== null ? address.port : port,
    serve(listener) {
      handle = listener;
    },
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      let timer: NodeJS.Timeout | undefined;
      const grace = new Promise((resolve) => {
        timer = setTimeout(resolve, graceMs);
      });
      await Promise.race([closed, grace]);
      clearTimeout(timer);
      server.closeAllConnections();
    },
  };
}

/**
 * A port that could not be had, as a sentence that says which setting to change: a DomainError `unavailable`, or
 * the error itself where its cause is none of the settings'.
 */
export function whyNoPort(
  error: NodeJS.ErrnoException,
  { host, port, setting }: { host: string; port: number; setting: 'PORT' | 'METRICS_ADDRESS' },
): Error {
  switch (error.code) {
    case 'EADDRINUSE':
      return new DomainError(
        'unavailable',
        `Port ${port} on ${host} is in use by another program: stop that one, or set ${setting} to another port.`,
      );
    case 'EACCES':
      return new DomainError(
        'unavailable',
        `Port ${port} on ${host} is not open to this user: set ${setting} to one above 1023.`,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new DomainError(
        'unavailable',
        `${setting === 'PORT' ? 'HOST' : setting} ${host} is no address of this machine (${error.code}): set another.`,
      );
    default:
      return error;
  }
}
