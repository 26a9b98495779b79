import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { findSection, type Person, personOf, sectionFor } from '../db/access.ts';
import type { Context } from '../db/context.ts';
import { SCHEMA_VERSION } from '../domain/document/schema.ts';
import { DomainError } from '../domain/errors.ts';
import { CLOSE, LIMITS } from '../domain/protocol.ts';
import { maySection } from '../domain/workflow/permissions.ts';
import { Connection } from './connection.ts';
import { Log } from './log.ts';
import type { Meters } from './meters.ts';
import { Room } from './room.ts';

/** Where the sections' sockets are: `/collab/<section id>?schema=<version>`. */
export const COLLAB_PATH = '/collab/';

const PING_MS = 20_000;
const POLL_MS = 1000;
/** What somebody may send before it is known who they are. */
const MAX_EARLY_BYTES = 2 * LIMITS.messageBytes;
/** How long an empty room stays loaded, for whoever reloads the page. */
const KEEP_EMPTY_MS = 30_000;

export type CollabOptions = {
  /** The user whose session the request's cookie belongs to, or null. */
  authenticate(request: IncomingMessage): Promise<string | null>;
  /** The origins that a page of ours can have. */
  origins: string[];
  /** Where to count what happens; nowhere, unless given. */
  meters?: Meters;
};

/** The live side of a node. */
export type Collab = {
  /** Takes an HTTP upgrade to `COLLAB_PATH`; false: the path is not ours. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): boolean;
  /** Commits what waits, tells every client to reconnect, and ends. */
  close(): Promise<void>;
};

/** Starts the live side: rooms, the flush loop, the doorbell. */
export function createCollab(context: Context, options: CollabOptions): Collab {
  const { bus, log } = context;
  // ws closes with 1009 what is larger still, after which y-websocket would come back with the same for ever: so
  // what somebody may paste by mistake gets as far as our own refusal.
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 4 * LIMITS.messageBytes });
  const flushes = new Log(context);
  const rooms = new Map<string, Room>();
  const emptySince = new Map<Room, number>();
  const requests = new Map<Connection, IncomingMessage>();

  async function open(request: IncomingMessage, socket: WebSocket): Promise<void> {
    // What arrives before the rights are known waits here.
    const early: Uint8Array[] = [];
    let earlyBytes = 0;
    const wait = (data: Buffer) => {
      earlyBytes += data.length;
      if (earlyBytes > MAX_EARLY_BYTES) socket.terminate();
      else early.push(data);
    };
    socket.on('message', wait);
    socket.on('error', () => socket.terminate());
    const admitted = await admit(request, socket);
    socket.off('message', wait);
    if (!admitted || socket.readyState !== socket.OPEN) return;

    const { person, section, mayWrite, understands } = admitted;
    const room = rooms.get(section.id) ?? new Room(context, flushes, section);
    rooms.set(section.id, room);
    emptySince.delete(room);
    const connection = new Connection(socket, room, person, mayWrite, understands);
    requests.set(connection, request);
    log.info({ connection: connection.id, section: section.id, user: person.userId }, 'opened');
    room.add(connection);
    socket.on('message', (data: Buffer) => connection.take(data));
    socket.on('close', () => {
      room.remove(connection);
      requests.delete(connection);
      if (room.connections.size === 0) emptySince.set(room, Date.now());
    });
    for (const message of early) connection.take(message);
  }

  /** Decides who comes in; closes the socket with the reason when somebody does not. */
  async function admit(request: IncomingMessage, socket: WebSocket) {
    const url = new URL(request.url ?? '', 'http://localhost');
    const refuse = (code: number, why: string) => {
      socket.close(code, why);
      return null;
    };
    try {
      // Written so that what is no number is refused too.
      if (!(Number(url.searchParams.get('schema')) >= SCHEMA_VERSION)) {
        return refuse(CLOSE.schemaBehind, 'This page is older than the server. Reload it.');
      }
      const userId = await options.authenticate(request);
      if (!userId) return refuse(CLOSE.notSignedIn, 'You are signed out. Sign in again.');
      // A tab that somebody left open would have its text saved as that of whoever signed in since.
      const meant = url.searchParams.get('user');
      if (meant !== null && meant !== userId)
        return refuse(CLOSE.notSignedIn, 'Somebody else has signed in here since.');
      const person = await personOf(context.db, userId);
      const section = await sectionFor(context.db, person, url.pathname.slice(COLLAB_PATH.length), {
        kind: 'read',
      });
      const mayWrite = maySection(person, { kind: 'write' }, section);
      return { person, section, mayWrite, understands: url.searchParams.get('saved') === '1' };
    } catch (error) {
      if (error instanceof DomainError && error.code === 'not_found')
        return refuse(CLOSE.notFound, error.message);
      if (error instanceof DomainError) return refuse(CLOSE.forbidden, error.message);
      log.error({ err: error }, 'a socket could not be admitted');
      return refuse(CLOSE.unavailable, 'The database does not answer.');
    }
  }

  /** Asks the rules again for everybody in these rooms; whoever may do something else now has to come back. */
  async function judgeAgain(judged: Iterable<Room>): Promise<void> {
    for (const room of judged) {
      const section = await findSection(context.db, room.sectionId);
      for (const connection of [...room.connections]) {
        const person = await memberStill(connection.person);
        if (!person) {
          connection.end(CLOSE.forbidden, 'removed', 'You are no longer a member of this workspace.');
        } else if (!section) {
          connection.end(CLOSE.notFound, 'removed', 'This section was removed from the report.');
        } else {
          const now = maySection(person, { kind: 'write' }, section);
          const isSame =
            now.allowed === connection.mayWrite.allowed &&
            person.delegationId === connection.person.delegationId;
          if (isSame) continue;
          const message = now.allowed ? 'You can now change this section.' : now.why;
          connection.end(CLOSE.rightsChanged, 'rights_changed', message);
        }
      }
    }
  }

  async function memberStill(person: Person): Promise<Person | null> {
    try {
      return await personOf(context.db, person.userId);
    } catch (error) {
      if (error instanceof DomainError) return null;
      throw error;
    }
  }

  const complain = (what: string) => (error: unknown) => log.error({ err: error }, what);

  /** Closes the sockets whose session has ended. */
  function checkSessions(): void {
    for (const [connection, request] of requests) {
      options
        .authenticate(request)
        .then((userId) => {
          if (userId === connection.person.userId) return;
          connection.end(CLOSE.notSignedIn, 'removed', 'You are signed out. Sign in again.');
        })
        .catch(complain('a session could not be checked again'));
    }
  }

  const unsubscribe = bus.subscribe((signal) => {
    if (signal.kind === 'text') rooms.get(signal.sectionId)?.catchUp(signal.head);
    if (signal.kind !== 'event') return;
    if (ENDS_SESSIONS.has(signal.event)) checkSessions();
    const concerned = signal.sectionId
      ? [rooms.get(signal.sectionId)].filter((room) => room !== undefined)
      : rooms.values();
    if (CHANGES_RIGHTS.has(signal.event))
      judgeAgain([...concerned]).catch(complain('rights could not be judged again'));
  });
  const unsubscribeAwareness = bus.subscribeAwareness((sectionId, update) => {
    const room = rooms.get(sectionId);
    const pass = room?.awareness.take(update, null, null, Date.now());
    if (room && pass) room.broadcastAwareness(pass);
  });

  const silent = new WeakSet<WebSocket>();
  const pings = setInterval(() => {
    checkSessions();
    for (const socket of sockets.clients) {
      if (silent.has(socket)) socket.terminate();
      else {
        silent.add(socket);
        socket.ping();
      }
    }
    for (const room of rooms.values()) {
      const gone = room.awareness.expire(Date.now());
      if (gone) room.broadcastAwareness(gone);
    }
  }, PING_MS);
  sockets.on('connection', (socket: WebSocket) => socket.on('pong', () => silent.delete(socket)));

  const poll = setInterval(() => {
    for (const [room, since] of emptySince) {
      if (Date.now() - since < KEEP_EMPTY_MS || !room.isIdle) continue;
      emptySince.delete(room);
      rooms.delete(room.sectionId);
    }
    pollHeads().catch(() => {
      // The database does not answer; the flush loop and the health address say so.
    });
  }, POLL_MS);

  /** A doorbell may be lost; the heads of the open sections tell what was missed. */
  async function pollHeads(): Promise<void> {
    if (rooms.size === 0) return;
    const heads = await context.db
      .selectFrom('sectionDoc')
      .where('sectionId', 'in', [...rooms.keys()])
      .select(['sectionId', 'head'])
      .execute();
    for (const { sectionId, head } of heads) rooms.get(sectionId)?.catchUp(head);
  }

  return {
    upgrade(request, socket, head) {
      if (!request.url?.startsWith(COLLAB_PATH)) return false;
      const { origin } = request.headers;
      if (origin !== undefined && !options.origins.includes(origin)) {
        socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
        return true;
      }
      sockets.handleUpgrade(request, socket, head, (ws) => {
        sockets.emit('connection', ws, request);
        open(request, ws).catch((error: unknown) => {
          log.error({ err: error }, 'a socket failed while opening');
          ws.close(CLOSE.unavailable);
        });
      });
      return true;
    },
    async close() {
      clearInterval(pings);
      clearInterval(poll);
      unsubscribe();
      unsubscribeAwareness();
      flushes.close();
      await flushes.drained();
      for (const socket of sockets.clients) socket.close(CLOSE.restarting, 'The server restarts.');
      sockets.close();
      setTimeout(() => {
        for (const socket of sockets.clients) socket.terminate();
      }, 1000).unref();
    },
  };
}

/** The events after which somebody may be allowed more or less than when their socket was opened. */
const CHANGES_RIGHTS = new Set([
  'person.roles_changed',
  'person.removed',
  'section.stage_changed',
  'section.changed',
  'section.removed',
  'report.published',
]);

/** The events after which a session may have ended, or no longer be enough. */
const ENDS_SESSIONS = new Set(['person.account_changed', 'workspace.changed']);
