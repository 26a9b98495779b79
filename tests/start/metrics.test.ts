import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { parseConfig } from '../../config.ts';
import { type RunningServer, startServer } from '../../server.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';

let database: TestDatabase;
const servers: RunningServer[] = [];

beforeAll(async () => {
  database = await freshDatabase();
});
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});
afterAll(() => database.close());

async function start(env: Record<string, string>) {
  const given = { PORT: '0', DATABASE_URL: database.url, AUTH_SECRET: 's'.repeat(32), LOG_LEVEL: 'silent' };
  const server = await startServer(parseConfig({ ...given, ...env }), { client: 'none' });
  servers.push(server);
  return server;
}

/** The samples of a metrics page, by name and labels. */
async function fetchMetrics(port: number | null): Promise<Map<string, number>> {
  const response = await fetch(`http://127.0.0.1:${port}/metrics`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toContain('text/plain');
  const samples = (await response.text()).split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return new Map(
    samples.map((line) => {
      const space = line.lastIndexOf(' ');
      return [line.slice(0, space), Number(line.slice(space + 1))];
    }),
  );
}

describe('the metrics', () => {
  test('OPS1 tell of the live side, the API and the process', async () => {
    const server = await start({ METRICS_ADDRESS: '127.0.0.1:0' });
    await fetch(`${server.url}/api/ready`);
    await fetch(`${server.url}/api/reports/3fae?token=secret`);
    const metrics = await fetchMetrics(server.metricsPort);
    expect(metrics.get('rapporteur_collab_connections')).toBe(0);
    expect(metrics.get('rapporteur_collab_refusals_total{reason="gap"}')).toBe(0);
    expect(metrics.get('rapporteur_process_resident_memory_bytes')).toBeGreaterThan(1e7);
    const count = (route: string, status: number) =>
      metrics.get(`rapporteur_http_request_seconds_count{method="GET",route="${route}",status="${status}"}`);
    expect(count('/api/ready', 200)).toBe(1);
    expect(count('/api/reports/:id', 401)).toBe(1);
    expect([...metrics.keys()].filter((name) => /3fae|secret/.test(name))).toEqual([]);
  });

  test('OPS1 are at their own address only, and nothing else is there', async () => {
    const server = await start({ METRICS_ADDRESS: '127.0.0.1:0' });
    expect((await fetch(`${server.url}/metrics`)).status).toBe(404);
    for (const path of ['/', '/metrics/x', '/api/me', '/metrics?x'])
      expect((await fetch(`http://127.0.0.1:${server.metricsPort}${path}`)).status).toBe(404);
    const posted = await fetch(`http://127.0.0.1:${server.metricsPort}/metrics`, { method: 'POST' });
    expect(posted.status).toBe(404);
  });

  test('OPS1 are off unless asked for, and gone when the server has stopped', async () => {
    expect((await start({})).metricsPort).toBeNull();
    const server = await start({ METRICS_ADDRESS: '127.0.0.1:0' });
    await server.close();
    await expect(fetch(`http://127.0.0.1:${server.metricsPort}/metrics`)).rejects.toThrow();
  });

  test('START3 OPS1 say which setting to change when their address is in use', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo; // listening on TCP
    await expect(start({ METRICS_ADDRESS: `127.0.0.1:${port}` })).rejects.toThrow(
      `Port ${port} on 127.0.0.1 is in use by another program: stop that one, or set METRICS_ADDRESS to another port.`,
    );
    await new Promise((resolve) => other.close(resolve));
  });
});
