import type { Kysely } from 'kysely';
import type { Logger } from 'pino';
import type { Bus } from './bus.ts';
import type { Direct } from './connect.ts';
import type { Intake } from './intake.ts';
import type { PresenceBoard } from './presence.ts';
import type { Database } from './tables.ts';

/** What every part of the server is given: the database, the doorbell, who is where, whether edits go in, and the log. */
export type Context = {
  db: Kysely<Database>;
  /** The connection through which what people type is committed. */
  writing: Direct;
  bus: Bus;
  presence: PresenceBoard;
  intake: Intake;
  log: Logger;
};
