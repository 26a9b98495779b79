import type { IncomingMessage } from 'node:http';
import { findSections, mustBeMember, type Person, peopleOf } from '../db/access.ts';
import type { Context } from '../db/context.ts';
import { askTogether } from '../db/together.ts';
import { SCHEMA_VERSION } from '../domain/document/schema.ts';
import { DomainError } from '../domain/errors.ts';
import { CLOSE } from '../domain/protocol.ts';
import { maySection, type Verdict } from '../domain/workflow/permissions.ts';
import type { RefusalReason } from './meters.ts';

/** Where the sections' sockets are: `/collab/<section id>?schema=<version>`. */
export const COLLAB_PATH = '/collab/';

/** The user whose session the request's cookie belongs to, or null. */
export type Authenticate = (request: IncomingMessage) => Promise<string | null>;

/** Who comes in, or the close code and the words for whoever does not. */
export type Admission =
  | {
      kind: 'admitted';
      person: Person;
      section: { id: string; reportId: string };
      mayWrite: Verdict;
      understands: boolean;
    }
  | { kind: 'refused'; close: number; reason: RefusalReason; why: string };

const refused = (close: number, reason: RefusalReason, why: string): Admission => ({
  kind: 'refused',
  close,
  reason,
  why,
});

/** Makes what decides whether a socket is let into its section. Those who come at once are looked up together. */
export function createAdmission(
  { db, log }: Context,
  authenticate: Authenticate,
): (request: IncomingMessage) => Promise<Admission> {
  const findPerson = askTogether((userIds) => peopleOf(db, userIds));
  const find = askTogether((sectionIds) => findSections(db, sectionIds));

  async function admit(request: IncomingMessage): Promise<Admission> {
    const url = new URL(request.url ?? '', 'http://localhost');
    // Written so that what is no number is refused too.
    if (!(Number(url.searchParams.get('schema')) >= SCHEMA_VERSION))
      return refused(CLOSE.schemaBehind, 'schema_behind', 'This page is older than the server. Reload it.');
    const userId = await authenticate(request);
    if (!userId) return refused(CLOSE.notSignedIn, 'not_signed_in', 'You are signed out. Sign in again.');
    // A tab that somebody left open would have its text saved as that of whoever signed in since.
    const meant = url.searchParams.get('user');
    if (meant !== null && meant !== userId)
      return refused(CLOSE.notSignedIn, 'not_signed_in', 'Somebody else has signed in here since.');
    const [found, section] = await Promise.all([
      findPerson(userId),
      find(url.pathname.slice(COLLAB_PATH.length).toLowerCase()),
    ]);
    const person = mustBeMember(found);
    if (!section)
      return refused(CLOSE.notFound, 'not_found', 'There is no such section. It may have been removed.');
    const mayRead = maySection(person, { kind: 'read' }, section);
    if (!mayRead.allowed) return refused(CLOSE.forbidden, 'forbidden', mayRead.why);
    const mayWrite = maySection(person, { kind: 'write' }, section);
    const understands = url.searchParams.get('saved') === '1';
    return { kind: 'admitted', person, section, mayWrite, understands };
  }

  return async (request) => {
    try {
      return await admit(request);
    } catch (error) {
      if (error instanceof DomainError && error.code === 'forbidden')
        return refused(CLOSE.forbidden, 'forbidden', error.message);
      // Also where somebody's session could not be looked up: they come back, and are known again.
      log.error({ err: error }, 'a socket could not be admitted');
      return refused(CLOSE.unavailable, 'unavailable', 'The database does not answer.');
    }
  };
}
