import path from 'node:path';
import { z } from 'zod';
import { DomainError } from './domain/errors.ts';

/** Where everything is kept. No secret has a default; only the embedded store may make its own. */
export type Store =
  /** A private Postgres below `dataDir`. `authSecret` null: one is made there at the first start. */
  | { kind: 'embedded'; dataDir: string; authSecret: string | null }
  | { kind: 'external'; databaseUrl: string; authSecret: string };

/** Where to listen. Port 0 lets the system choose, for tests. */
export type Address = { host: string; port: number };

/** What the environment says, parsed once. Everything else is given it, and reads no environment. */
export type Config = {
  /** Loopback unless told, so that nothing is offered to the network by accident. */
  host: string;
  /** 0 lets the system choose, for tests. */
  port: number;
  /** How people reach us, as `https://reports.example.org`, without a slash at the end. */
  publicUrl: string;
  isPublicUrlGiven: boolean;
  /** The values of `Origin` that a browser of ours may send: `publicUrl`, and its loopback names when it was not set. */
  origins: string[];
  store: Store;
  /** Several nodes on one database ring each other here. */
  redisUrl: string | null;
  /** Without it, mails are not sent and their links are shown to copy. */
  smtpUrl: string | null;
  /** Where Prometheus fetches `/metrics`; null: nowhere. Whoever reaches it is asked nothing. */
  metricsAddress: Address | null;
  logLevel: (typeof logLevels)[number];
  /** JSON logs, and nothing said that is only of use while developing. */
  production: boolean;
};

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;

const url = (protocols: string[], example: string) =>
  z.string().refine((text) => protocols.includes(URL.parse(text)?.protocol ?? ''), `must be like ${example}`);

const environment = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a whole number from 0 to 65535')
    .transform(Number)
    .refine((port) => port <= 65535, 'must be a whole number from 0 to 65535')
    .default(3000),
  PUBLIC_URL: url(['http:', 'https:'], 'https://reports.example.org')
    .refine(
      (text) => URL.parse(text)?.href === `${URL.parse(text)?.origin}/`,
      'must have no path, name or password, like https://reports.example.org',
    )
    .transform((text) => new URL(text).origin)
    .optional(),
  DATABASE_URL: url(['postgres:', 'postgresql:'], 'postgres://user:password@host:5432/database').optional(),
  DATA_DIR: z.string().default('./data'),
  AUTH_SECRET: z
    .string()
    .min(32, 'must have at least 32 characters, as from `openssl rand -base64 48`')
    .optional(),
  REDIS_URL: url(['redis:', 'rediss:'], 'redis://host:6379').optional(),
  SMTP_URL: url(['smtp:', 'smtps:'], 'smtp://user:password@host:587').optional(),
  METRICS_ADDRESS: z
    .string()
    .transform(addressOf)
    .refine(
      (address) => address !== null,
      'must be an address and a port of this machine, like 127.0.0.1:9464 or [::1]:9464',
    )
    .optional(),
  LOG_LEVEL: z.enum(logLevels, `must be one of ${logLevels.join(', ')}`).optional(),
  NODE_ENV: z.string().optional(),
});

/**
 * Reads the settings out of the environment. An empty value counts as none, since that is how a compose file
 * writes an unset one.
 *
 * @throws DomainError `invalid`, naming each variable that is wrong, and never its value: it may be a secret.
 */
export function parseConfig(env: Record<string, string | undefined>): Config {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(given);
  if (!parsed.success) {
    const fields = parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
    throw new DomainError('invalid', `${fields.map((f) => `${f.path} ${f.message}`).join('; ')}.`, fields);
  }
  const values = parsed.data;
  const production = values.NODE_ENV === 'production';
  const publicUrl = values.PUBLIC_URL ?? '';
  const config: Config = {
    host: values.HOST,
    port: values.PORT,
    publicUrl,
    isPublicUrlGiven: values.PUBLIC_URL !== undefined,
    origins: [publicUrl],
    store: storeOf(values),
    redisUrl: values.REDIS_URL ?? null,
    smtpUrl: values.SMTP_URL ?? null,
    metricsAddress: values.METRICS_ADDRESS ?? null,
    logLevel: values.LOG_LEVEL ?? (production ? 'info' : 'warn'),
    production,
  };
  return atPort(config, values.PORT);
}

/** `host:port`, an IPv6 host in brackets; null for anything else. */
function addressOf(text: string): Address | null {
  const [, v6, name, digits] = /^(?:\[([\da-fA-F:.]+)\]|([\w.-]+)):(\d{1,5})$/.exec(text) ?? [];
  const host = v6 ?? name;
  const port = Number(digits);
  return host === undefined || port > 65535 ? null : { host, port };
}

function storeOf(values: z.infer<typeof environment>): Store {
  if (values.DATABASE_URL === undefined)
    return {
      kind: 'embedded',
      dataDir: path.resolve(values.DATA_DIR),
      authSecret: values.AUTH_SECRET ?? null,
    };
  if (values.AUTH_SECRET === undefined)
    throw new DomainError(
      'invalid',
      'AUTH_SECRET is needed with DATABASE_URL: set the same random text of at least 32 characters on every node, as from `openssl rand -base64 48`.',
      [{ path: 'AUTH_SECRET', message: 'is needed with DATABASE_URL' }],
    );
  return { kind: 'external', databaseUrl: values.DATABASE_URL, authSecret: values.AUTH_SECRET };
}

/**
 * The same settings at the port that we really have. Without a `PUBLIC_URL` people are on this machine, and
 * reach us there under either name of loopback.
 */
export function atPort(config: Config, port: number): Config {
  if (config.isPublicUrlGiven) return { ...config, port };
  const names = ['localhost', '127.0.0.1'].map((name) => `http://${name}:${port}`);
  return { ...config, port, publicUrl: names[0] ?? '', origins: names };
}
