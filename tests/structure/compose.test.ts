import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const composeText = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
const dockerfile = readFileSync(join(root, 'Dockerfile'), 'utf8');

const secrets = { AUTH_SECRET: 'a'.repeat(64), POSTGRES_PASSWORD: 'b'.repeat(64) };

/** Compose as a plugin of docker, or as the older program of its own; undefined where neither is installed. */
const compose = [['docker', 'compose'], ['docker-compose']].find(
  ([program = '', ...first]) => spawnSync(program, [...first, 'version'], { stdio: 'ignore' }).status === 0,
);

/** `compose config` needs no running Docker. What is given here wins over a local .env. */
function config(variables: Record<string, string>, ...args: string[]) {
  return configOf([], variables, ...args);
}

/** The same with these profiles switched on. */
function configOf(profiles: string[], variables: Record<string, string>, ...args: string[]) {
  const [program = '', ...first] = compose ?? [];
  const chosen = profiles.flatMap((profile) => ['--profile', profile]);
  return spawnSync(
    program,
    [...first, '-f', join(root, 'docker-compose.yml'), ...chosen, 'config', ...args],
    {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: process.env.HOME, ...variables },
    },
  );
}

describe('BUILD5 the compose file', () => {
  test('is accepted, with the product and what it uses', (context) => {
    if (compose === undefined) return context.skip('docker compose is not installed here');
    const accepted = config(secrets);
    expect(accepted.stderr).not.toMatch(/error/i);
    expect(accepted.status).toBe(0);
    expect(accepted.stdout).toContain(
      `postgres://rapporteur:${secrets.POSTGRES_PASSWORD}@postgres:5432/rapporteur`,
    );
    // The older program lists what no profile was asked for, too.
    const isOfCluster = (service: string) => service === 'app-2' || service === 'proxy';
    const services = config(secrets, '--services').stdout.trim().split('\n').sort();
    expect(services.filter((service) => !isOfCluster(service))).toEqual([
      'app',
      'mail',
      'postgres',
      'valkey',
    ]);
    expect(
      composeText.match(/^ {2}(?:app-2|proxy):(?:\n {4}.+)*?\n {4}profiles: \["cluster"\]$/gm),
    ).toHaveLength(2);
  });

  test('is accepted as a cluster: two nodes with the same settings, and a proxy that asks whether they are ready', (context) => {
    if (compose === undefined) return context.skip('docker compose is not installed here');
    const accepted = configOf(['cluster'], secrets);
    expect(accepted.stderr).not.toMatch(/error/i);
    expect(accepted.status).toBe(0);
    const services = configOf(['cluster'], secrets, '--services').stdout.trim().split('\n').sort();
    expect(services).toEqual(['app', 'app-2', 'mail', 'postgres', 'proxy', 'valkey']);
    for (const setting of ['AUTH_SECRET', 'DATABASE_URL', 'REDIS_URL', 'PUBLIC_URL']) {
      const values = [...accepted.stdout.matchAll(new RegExp(`^ +${setting}: (.+)$`, 'gm'))].map(
        ([, v]) => v,
      );
      expect(values).toHaveLength(2);
      expect(new Set(values).size).toBe(1);
    }
  });

  test.for(Object.keys(secrets))('is refused without %s', (missing, context) => {
    if (compose === undefined) return context.skip('docker compose is not installed here');
    const refused = config({ ...secrets, [missing]: '' });
    expect(refused.status).not.toBe(0);
    expect(refused.stderr).toContain(missing);
  });

  test('gives no secret a default and publishes nothing beyond the own machine', () => {
    expect(composeText).not.toMatch(/\$\{(?:AUTH_SECRET|POSTGRES_PASSWORD)(?::?-|\})/);
    const published = [...composeText.matchAll(/^ +- "([^"]*\d+:\d+)"$/gm)].map((match) => match[1] ?? '');
    expect(published).toHaveLength(3);
    expect(published.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });
});

describe("BUILD5 the cluster's proxy", () => {
  const caddyfile = readFileSync(join(root, 'deploy/Caddyfile'), 'utf8');
  const hasCaddy = spawnSync('caddy', ['version'], { stdio: 'ignore' }).status === 0;

  test('sends people only to nodes that are ready, and passes over one that cannot be reached', () => {
    expect(caddyfile).toMatch(/^\thealth_uri \/api\/ready$/m);
    expect(caddyfile).toMatch(/^\tlb_try_duration /m);
    expect(caddyfile.match(/^\t\timport living$/gm)).toHaveLength(2);
  });

  test('is told of the nodes that the compose file starts', () => {
    const nodes = /^ +NODES: (.+)$/m.exec(composeText)?.[1];
    expect(nodes).toBe('app:3000 app-2:3000');
    expect(caddyfile).toContain(`{$NODES:${nodes}}`);
  });

  test('is understood by Caddy', (context) => {
    if (!hasCaddy) return context.skip('caddy is not installed here');
    const read = spawnSync('caddy', ['adapt', '--config', join(root, 'deploy/Caddyfile')], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: process.env.HOME },
    });
    expect(read.status, read.stderr).toBe(0);
    const dials = [...read.stdout.matchAll(/"dial":"([^"]+)"/g)].map(([, dial]) => dial);
    expect(dials).toEqual(['app:3000', 'app-2:3000', 'app:3000', 'app-2:3000']);
    expect(read.stdout).toContain('"listen":[":8080"]');
  });
});

describe('BUILD5 the Dockerfile', () => {
  const lastStage = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));

  test('installs from the lock file', () => {
    expect(dockerfile).toMatch(/^COPY package\.json package-lock\.json \.\/$/m);
    expect(dockerfile).toMatch(/^RUN npm ci\b/m);
    expect(dockerfile).not.toMatch(/npm (?:install|i)\b/);
  });

  test('runs as a user without privileges', () => {
    const users = [...lastStage.matchAll(/^USER (\S+)$/gm)].map((match) => match[1]);
    expect(users.at(-1)).toBe('node');
    expect(lastStage.indexOf('\nUSER ')).toBeLessThan(lastStage.indexOf('\nCMD '));
  });

  test('has a health check that fails when nobody answers', () => {
    const [, command = '[]'] =
      /^HEALTHCHECK [^[]*CMD (\[.*\])$/m.exec(lastStage.replaceAll('\\\n', ' ')) ?? [];
    const [program = '', ...args]: string[] = JSON.parse(command);
    expect(args.join(' ')).toContain('/api/ready');
    // Port 1 of this machine is nobody's.
    const check = spawnSync(program, args, { cwd: root, env: { PATH: process.env.PATH, PORT: '1' } });
    expect(check.status).toBe(1);
  });

  test('keeps secrets, data and what was installed elsewhere out of the image', () => {
    const ignored = readFileSync(join(root, '.dockerignore'), 'utf8').split('\n');
    expect(ignored).toEqual(expect.arrayContaining(['.git', '.env*', 'data', 'node_modules', 'dist']));
    expect(dockerfile).not.toMatch(/^(?:ENV|ARG) .*(?:SECRET|PASSWORD)/m);
  });
});
