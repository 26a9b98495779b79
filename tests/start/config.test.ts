import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { atPort, parseConfig } from '../../config.ts';

const secret = 's'.repeat(32);
const databaseUrl = 'postgres://u:p@db:5432/reports';

describe('the settings', () => {
  test('START1 need not be given: loopback, port 3000, an embedded store in ./data, no secret yet', () => {
    expect(parseConfig({})).toEqual({
      host: '127.0.0.1',
      port: 3000,
      publicUrl: 'http://localhost:3000',
      isPublicUrlGiven: false,
      origins: ['http://localhost:3000', 'http://127.0.0.1:3000'],
      store: { kind: 'embedded', dataDir: path.resolve('data'), authSecret: null },
      redisUrl: null,
      smtpUrl: null,
      metricsAddress: null,
      logLevel: 'warn',
      production: false,
    });
  });

  test('START1 take an empty value for none, as a compose file writes it', () => {
    expect(parseConfig({ DATABASE_URL: '', AUTH_SECRET: '', PORT: '', SMTP_URL: '' })).toEqual(
      parseConfig({}),
    );
  });

  test('START1 of one node among several', () => {
    const config = parseConfig({
      NODE_ENV: 'production',
      HOST: '0.0.0.0',
      PORT: '8080',
      PUBLIC_URL: 'https://Reports.example.org/',
      DATABASE_URL: databaseUrl,
      AUTH_SECRET: secret,
      REDIS_URL: 'redis://bus:6379',
      SMTP_URL: 'smtp://mail:25',
    });
    expect(config.store).toEqual({ kind: 'external', databaseUrl, authSecret: secret });
    expect(config.publicUrl).toBe('https://reports.example.org');
    expect(config.origins).toEqual(['https://reports.example.org']);
    expect(config.logLevel).toBe('info');
  });

  test.each([
    ['127.0.0.1:9464', { host: '127.0.0.1', port: 9464 }],
    ['[::1]:9464', { host: '::1', port: 9464 }],
    ['metrics.internal:0', { host: 'metrics.internal', port: 0 }],
  ])('OPS1 say where Prometheus fetches the metrics: %s', (given, metricsAddress) => {
    expect(parseConfig({ METRICS_ADDRESS: given }).metricsAddress).toEqual(metricsAddress);
  });

  test('START1 follow the port that the system chose, unless people come by another address', () => {
    expect(atPort(parseConfig({ PORT: '0' }), 4567).publicUrl).toBe('http://localhost:4567');
    const behindProxy = parseConfig({ PORT: '0', PUBLIC_URL: 'https://reports.example.org' });
    expect(atPort(behindProxy, 4567).publicUrl).toBe('https://reports.example.org');
  });

  test.each([
    ['PORT', '80.5'],
    ['PORT', '70000'],
    ['PORT', '-1'],
    ['PUBLIC_URL', 'ftp://example.org'],
    ['PUBLIC_URL', 'https://user:pass@example.org'],
    ['PUBLIC_URL', 'https://example.org/?a=b'],
    ['DATABASE_URL', 'mysql://db/reports'],
    ['DATABASE_URL', 'reports'],
    ['AUTH_SECRET', 'too-short'],
    ['REDIS_URL', 'http://bus'],
    ['SMTP_URL', 'mail.example.org'],
    ['LOG_LEVEL', 'loud'],
    ['METRICS_ADDRESS', '7007'],
    ['METRICS_ADDRESS', '127.0.0.1:70000'],
    ['METRICS_ADDRESS', '::1:9464'],
    ['METRICS_ADDRESS', 'http://127.0.0.1:9464/metrics'],
  ])('START3 are refused by name when %s is %s', (name, value) => {
    expect(() => parseConfig({ [name]: value })).toThrow(
      expect.objectContaining({
        code: 'invalid',
        fields: [expect.objectContaining({ path: name })],
        // It may be a secret, and this sentence lands in a log.
        message: expect.not.stringContaining(value),
      }),
    );
  });

  test('START3 with a database of your own ask for a secret of your own', () => {
    expect(() => parseConfig({ DATABASE_URL: databaseUrl })).toThrow(/^AUTH_SECRET is needed/);
  });
});
