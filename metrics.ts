import { createServer, type Server } from 'node:http';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import type { AnsweredRequest } from './api/answer-log.ts';
import { createMeters, type Meters } from './collab/meters.ts';
import type { Address } from './config.ts';
import { whyNoPort } from './http-port.ts';

/** What this node measures, for Prometheus to fetch. */
export type Metrics = {
  /** The live side's meters. */
  meters: Meters;
  /** Counts one answer of the API, as `rapporteur_http_request_seconds`. */
  observe(answered: AnsweredRequest): void;
  registry: Registry;
};

/** A port where `/metrics` is served, and nothing else. */
export type MetricsPort = { port: number; close(): Promise<void> };

/** The methods that our routes have; any other is one that somebody tries. */
const METHODS = new Set(['GET', 'HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE']);

/** Instruments in a registry of their own, so that two servers in one process count apart. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  const requests = new Histogram({
    name: 'rapporteur_http_request_seconds',
    help: 'From receiving a request of the API to the beginning of its answer, by route pattern and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10],
    registers: [registry],
  });
  return {
    meters: createMeters(registry),
    observe: ({ method, route, status, seconds }) =>
      requests.observe({ method: METHODS.has(method) ? method : 'other', route, status }, seconds),
    registry,
  };
}

/**
 * Serves `/metrics` at an address of its own, with what the process uses (memory, processor, delay of the event
 * loop) beside what we count. It asks for no sign-in, so it must be an address that only the operator's network
 * reaches.
 *
 * @throws DomainError `unavailable` when the address cannot be had.
 */
export async function serveMetrics({ registry }: Metrics, address: Address): Promise<MetricsPort> {
  collectDefaultMetrics({ register: registry, prefix: 'rapporteur_' });
  const server = createServer((request, response) => {
    if (request.method !== 'GET' || request.url !== '/metrics') {
      response.writeHead(404, { 'Content-Type': 'text/plain' }).end('Only GET /metrics is here.\n');
      return;
    }
    registry.metrics().then(
      (text) => response.writeHead(200, { 'Content-Type': registry.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  await listen(server, address);
  const listening = server.address();
  return {
    port: typeof listening === 'object' && listening !== null ? listening.port : address.port,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      registry.clear();
    },
  };
}

function listen(server: Server, { host, port }: Address): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) => reject(whyNoPort(error, { host, port, setting: 'METRICS_ADDRESS' })));
    server.listen(port, host, resolve);
  });
}
