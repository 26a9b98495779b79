import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Context } from '../db/context.ts';
import { createTextStore } from '../db/text/store.ts';
import { CLOSE, LIMITS } from '../domain/protocol.ts';
import { type Authenticate, COLLAB_PATH, createAdmission } from './admission.ts';
import { Connection } from './connection.ts';
import { Effort } from './effort.ts';
import { createHeavy } from './heavy/heavy.ts';
import { createInboxes } from './inbox.ts';
import type { Live } from './live.ts';
import type { Meters, RefusalReason } from './meters.ts';
import { RightsWatch } from './rights-watch.ts';
import { Rooms } from './rooms.ts';
import { Tally } from './tally.ts';
import { Traffic } from './traffic.ts';
import { createWires } from './ws-wire.ts';

export { COLLAB_PATH };

const PING_MS = 20_000;
/** How often some of the sessions are looked at, in ms; all of them are within 20 seconds. */
const LOOK_MS = 1000;
/** How long a client may take to answer our close, in ms. */
const CLOSING_MS = 1000;

export type CollabOptions = {
  authenticate: Authenticate;
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

/** Starts the live side: sockets, rooms, the flush loop, the doorbell. */
export function createCollab(context: Context, options: CollabOptions): Collab {
  const { bus, log } = context;
  // ws closes with 1009 what is larger still, after which y-websocket would come back with the same for ever: so
  // what somebody may paste by mistake gets as far as our own refusal.
  const sockets = new WebSocketServer({ noServer: true, maxPayload: 4 * LIMITS.messageBytes });
  const traffic = new Traffic(options.meters ?? null, context.intake);
  const live = liveOn(context, traffic);
  const rooms = new Rooms(live);
  const wireOf = createWires();
  const inboxOf = createInboxes(live.now, setImmediate);
  const admit = createAdmission(context, options.authenticate);
  const effort = new Effort();
  const socketsOf = new Tally();
  const requests = new Map<Connection, IncomingMessage>();
  const watch = new RightsWatch(context, options.authenticate, rooms.open, requests);

  function refuse(socket: WebSocket, close: number, reason: RefusalReason, why: string): void {
    live.traffic.refused(reason);
    log.info({ close, reason }, 'not let in');
    socket.close(close, why);
  }

  async function open(request: IncomingMessage, stream: Duplex, socket: WebSocket): Promise<void> {
    let connection: Connection | null = null;
    socket.on('error', (error) => {
      const reason = brokenFrame(error);
      if (reason && !connection?.isOver) live.traffic.refused(reason);
      socket.terminate();
    });
    // Nothing is read before the rights are known: what has been sent waits in the network, and costs no memory.
    socket.pause();
    const { changes } = watch;
    const admission = await admit(request).finally(() => socket.resume());
    if (socket.readyState !== socket.OPEN) return;
    if (admission.kind === 'refused') return refuse(socket, admission.close, admission.reason, admission.why);
    const { userId } = admission.person;
    if (socketsOf.of(userId) >= LIMITS.socketsPerPerson)
      return refuse(
        socket,
        CLOSE.tooMany,
        'too_many_connections',
        'You have too many sections open. Close some of their tabs.',
      );

    const room = rooms.enter(admission.section);
    const wire = wireOf(socket, stream);
    const here = new Connection(live, wire, room, admission);
    connection = here;
    requests.set(here, request);
    socketsOf.add(userId);
    log.info({ connection: here.id, section: room.sectionId, user: userId }, 'opened');
    room.add(here);
    if (watch.changes !== changes) watch.lookAgain(here, room);
    const inbox = inboxOf(wire, (data, isBinary) => {
      const fromMs = performance.now();
      if (isBinary) here.take(data);
      else here.refuseMalformed();
      if (!effort.spend(userId, fromMs, performance.now())) here.refuseTooFast();
    });
    socket.on('message', (data: Buffer, isBinary) => inbox.add(data, isBinary));
    socket.on('close', (code) => {
      inbox.end();
      here.gone();
      requests.delete(here);
      socketsOf.drop(userId);
      log.info({ connection: here.id, section: room.sectionId, close: code }, 'closed');
    });
  }

  const silent = new WeakSet<WebSocket>();
  const pings = setInterval(() => {
    effort.forget(performance.now());
    for (const socket of sockets.clients) {
      // What it answers we do not read, or do not await.
      if (socket.isPaused || socket.readyState !== socket.OPEN) continue;
      if (silent.has(socket)) {
        live.traffic.refused('half_open');
        socket.terminate();
      } else {
        silent.add(socket);
        socket.ping();
      }
    }
  }, PING_MS);
  const looks = setInterval(() => watch.checkSomeSessions(), LOOK_MS);
  sockets.on('connection', (socket: WebSocket) => socket.on('pong', () => silent.delete(socket)));

  const unsubscribe = bus.subscribe((signal) => {
    if (signal.kind === 'event') watch.heard(signal.event, signal.sectionId);
    if (signal.kind === 'appended' || signal.kind === 'text') rooms.heard(signal);
  });
  const unsubscribeAwareness = bus.subscribeAwareness((sectionId, update) =>
    rooms.heardAwareness(sectionId, update),
  );

  return {
    upgrade(request, stream, head) {
      if (!request.url?.startsWith(COLLAB_PATH)) return false;
      const { origin } = request.headers;
      if (origin !== undefined && !options.origins.includes(origin)) {
        live.traffic.refused('origin');
        stream.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n', () =>
          stream.destroy(),
        );
        return true;
      }
      sockets.handleUpgrade(request, stream, head, (socket) => {
        sockets.emit('connection', socket, request);
        open(request, stream, socket).catch((error: unknown) => {
          log.error({ err: error }, 'a socket failed while opening');
          socket.close(CLOSE.unavailable);
        });
      });
      return true;
    },
    async close() {
      clearInterval(pings);
      clearInterval(looks);
      unsubscribe();
      unsubscribeAwareness();
      await rooms.close();
      for (const socket of sockets.clients) socket.close(CLOSE.restarting, 'The server restarts.');
      sockets.close();
      setTimeout(() => {
        for (const socket of sockets.clients) socket.terminate();
      }, CLOSING_MS).unref();
    },
  };
}

function liveOn({ db, writing, bus, presence, log }: Context, traffic: Traffic): Live {
  const heavy = createHeavy();
  return {
    store: createTextStore(db, writing, heavy.fold),
    log,
    traffic,
    heavy,
    ring: (signal) => bus.publish(signal),
    spreadAwareness: (sectionId, update) => bus.publishAwareness(sectionId, update),
    announce: (reportId, sectionId, people) => presence.set(reportId, sectionId, people),
    now: () => performance.now(),
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    every(ms, work) {
      const clock = setInterval(work, ms);
      return () => clearInterval(clock);
    },
    turn: () => new Promise((resolve) => setImmediate(resolve)),
  };
}

/** As what to count the error of a socket on which ws could read no frame; null: the network's own. */
function brokenFrame(error: Error): RefusalReason | null {
  const code = 'code' in error ? String(error.code) : '';
  if (!code.startsWith('WS_ERR_')) return null;
  return code.startsWith('WS_ERR_UNSUPPORTED') ? 'too_large' : 'malformed';
}
