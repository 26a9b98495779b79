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
  const [program = '', ...first] = compose ?? [];
  return spawnSync(program, [...first, '-f', join(root, 'docker-compose.yml'), 'config', ...args], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...variables },
  });
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
    expect(config(secrets, '--services').stdout.trim().split('\n').sort()).toEqual([
      'app',
      'mail',
      'postgres',
      'valkey',
    ]);
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
    expect(published).toHaveLength(2);
    expect(published.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
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
    expect(args.join(' ')).toContain('/api/health');
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
