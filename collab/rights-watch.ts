import type { IncomingMessage } from 'node:http';
import { findSection, type Person, personOf } from '../db/access.ts';
import type { Context } from '../db/context.ts';
import { DomainError } from '../domain/errors.ts';
import type { EventKind } from '../domain/events.ts';
import { CLOSE } from '../domain/protocol.ts';
import { maySection } from '../domain/workflow/permissions.ts';
import type { Authenticate } from './admission.ts';
import type { Connection } from './connection.ts';
import type { Room } from './room.ts';

/** The events after which somebody may be allowed more or less than when their socket was opened. */
const CHANGES_RIGHTS = new Set<EventKind>([
  'person.roles_changed',
  'person.removed',
  'section.stage_changed',
  'section.changed',
  'section.removed',
  'report.published',
]);

/** The events after which a session may have ended, or no longer be enough. */
const ENDS_SESSIONS = new Set<EventKind>([
  'person.account_changed',
  'person.second_factor_turned_off',
  'workspace.changed',
]);

/** In so many parts the sessions of a node are looked at, so that nobody's typing waits for all of them. */
const SHARES = 20;

/**
 * Sends away whoever lost what their socket was opened with: the session, the right to read, the right to write.
 * Who may do more now is sent away too, and comes back to it. This is for the eye; every commit asks again.
 */
export class RightsWatch {
  readonly #context: Context;
  readonly #authenticate: Authenticate;
  readonly #rooms: ReadonlyMap<string, Room>;
  readonly #requests: ReadonlyMap<Connection, IncomingMessage>;
  #changes = 0;
  #share = 0;

  constructor(
    context: Context,
    authenticate: Authenticate,
    rooms: ReadonlyMap<string, Room>,
    requests: ReadonlyMap<Connection, IncomingMessage>,
  ) {
    this.#context = context;
    this.#authenticate = authenticate;
    this.#rooms = rooms;
    this.#requests = requests;
  }

  /** How many changes it has heard of: whoever was looked up across one may be let in with what was so before. */
  get changes(): number {
    return this.#changes;
  }

  /** Something happened that may change what people may do. `sectionId`: only there. */
  heard(event: EventKind, sectionId: string | null): void {
    if (ENDS_SESSIONS.has(event) || CHANGES_RIGHTS.has(event)) this.#changes += 1;
    if (ENDS_SESSIONS.has(event)) this.checkSessions();
    if (!CHANGES_RIGHTS.has(event)) return;
    const concerned = sectionId === null ? [...this.#rooms.values()] : [this.#rooms.get(sectionId)];
    for (const room of concerned) if (room) this.#judge(room, [...room.connections]);
  }

  /** Looks once more at somebody who was let in while something changed. */
  lookAgain(connection: Connection, room: Room): void {
    this.checkSessions((one) => one === connection);
    this.#judge(room, [connection]);
  }

  /** Looks at the sessions of some of the people, the next of them each time: everybody's turn comes in `SHARES` calls. */
  checkSomeSessions(): void {
    this.#share = (this.#share + 1) % SHARES;
    this.checkSessions(({ person }) => shareOf(person.userId) === this.#share);
  }

  /** Sends away whoever's session has ended. */
  checkSessions(concerns: (connection: Connection) => boolean = () => true): void {
    for (const [connection, request] of this.#requests) {
      if (!concerns(connection)) continue;
      this.#authenticate(request)
        .then((userId) => {
          if (userId === connection.person.userId) return;
          const why = 'You are signed out. Sign in again.';
          connection.end(CLOSE.notSignedIn, 'removed', 'not_signed_in', why);
        })
        .catch(this.#complain('a session could not be checked again'));
    }
  }

  #judge(room: Room, connections: Connection[]): void {
    this.#judgeAgain(room, connections).catch(this.#complain('rights could not be judged again'));
  }

  async #judgeAgain(room: Room, connections: Connection[]): Promise<void> {
    const section = await findSection(this.#context.db, room.sectionId);
    for (const connection of connections) {
      const person = await this.#memberStill(connection.person);
      if (!person) {
        connection.end(
          CLOSE.forbidden,
          'removed',
          'forbidden',
          'You are no longer a member of this workspace.',
        );
      } else if (!section) {
        connection.end(CLOSE.notFound, 'removed', 'not_found', 'This section was removed from the report.');
      } else {
        const now = maySection(person, { kind: 'write' }, section);
        const isSame =
          now.allowed === connection.mayWrite.allowed &&
          person.delegationId === connection.person.delegationId;
        if (isSame) continue;
        if (now.allowed)
          connection.end(CLOSE.rightsChanged, 'rights_changed', null, 'You can now change this section.');
        else connection.end(CLOSE.rightsChanged, 'rights_changed', 'not_allowed', now.why);
      }
    }
  }

  async #memberStill(person: Person): Promise<Person | null> {
    try {
      return await personOf(this.#context.db, person.userId);
    } catch (error) {
      if (error instanceof DomainError) return null;
      throw error;
    }
  }

  #complain(what: string): (error: unknown) => void {
    return (error) => this.#context.log.error({ err: error }, what);
  }
}

/** The same for all that one person has open: their session is looked up once. */
function shareOf(userId: string): number {
  let sum = 0;
  for (let i = 0; i < userId.length; i += 1) sum += userId.charCodeAt(i);
  return sum % SHARES;
}
