import { type Logger, pino } from 'pino';
import type { Config } from './config.ts';

export type { Logger } from 'pino';

/**
 * The log of the process: lines of JSON on standard output in production, readable lines on standard error
 * otherwise. Say in it what happened and to which ids; never a body, cookie, token, password or query string.
 * The paths below are the net under that rule, not the rule.
 */
export function createLog(config: Pick<Config, 'logLevel' | 'production'>): Logger {
  const options = {
    level: config.logLevel,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    serializers: { err: describeError },
    redact: {
      paths: [
        'headers',
        '*.headers',
        ...['password', 'token', 'secret', 'cookie', 'authorization', 'body'],
      ].flatMap((name) => [name, `*.${name}`]),
      censor: '[kept out of the log]',
    },
  };
  return config.production ? pino(options) : pino(options, { write: writeReadably });
}

/** An error without what libraries hang on it: Postgres quotes the row's values in `detail`. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return { message: String(error) };
  const code = 'code' in error ? error.code : undefined;
  const cause = error.cause === undefined ? undefined : describeError(error.cause);
  return { type: error.name, message: error.message, code, stack: error.stack, cause };
}

function writeReadably(line: string): void {
  const { level, time, msg, err, ...rest } = JSON.parse(line);
  const word = pino.levels.labels[level] ?? level;
  const details = Object.entries(rest).map(([name, value]) => ` ${name}=${JSON.stringify(value)}`);
  process.stderr.write(`${time} ${word}: ${msg ?? ''}${details.join('')}\n`);
  if (err !== undefined) process.stderr.write(`${err.stack ?? err.message}\n`);
}
