import type { Logger } from 'pino';
import { Connection } from '../../collab/connection.ts';
import { cutUp } from '../../collab/heavy/cut-up.ts';
import { LONG_BYTES } from '../../collab/heavy/heavy.ts';
import { difference } from '../../collab/heavy/merging.ts';
import type { Live } from '../../collab/live.ts';
import { Rooms } from '../../collab/rooms.ts';
import { Traffic } from '../../collab/traffic.ts';
import { fold } from '../../db/text/compact.ts';
import type { NodeSignal } from '../../domain/events.ts';
import { CLOSE } from '../../domain/protocol.ts';
import type { Seeded } from '../support/seeded.ts';
import type { Bus } from './bus.ts';
import type { ClientEnd, Link } from './link.ts';
import type { Scheduler } from './scheduler.ts';
import type { Witness } from './witness.ts';
import type { World } from './world.ts';
import { createWorldStore, type Weather } from './world-store.ts';

export type BusMessage = { signal: NodeSignal } | { sectionId: string; awareness: Uint8Array };

/** What everything in a run shares. */
export type Stage = {
  scheduler: Scheduler;
  random: Seeded;
  world: World;
  weather: Weather;
  bus: Bus<BusMessage>;
  log: Logger;
};

const REPORT_ID = 'report';
/** After this long a process that was told to stop is killed, in ms (`main.ts`). */
const STOPS_MS = 5000;

/** One process of the product: the real rooms, on ports that the scheduler serves. Killed, it starts anew with nothing. */
export class Node {
  readonly #stage: Stage;
  readonly #links = new Set<Link>();
  #running: Running | null = null;

  constructor(stage: Stage) {
    this.#stage = stage;
  }

  get isUp(): boolean {
    return this.#running !== null;
  }

  /** By section; empty while the process is down. */
  get rooms(): Rooms['open'] {
    return this.#running?.rooms.open ?? new Map();
  }

  start(): void {
    this.#running ??= new Running(this.#stage);
  }

  /** Ends the process without a word. What it asked the database for may come about all the same. */
  crash(): void {
    const { scheduler, random } = this.#stage;
    const running = this.#running;
    if (!running) return;
    this.#running = null;
    scheduler.drop(running.process);
    if (random.chance(0.5)) scheduler.drop(running.requests);
    running.silence();
    for (const link of this.#links) link.serverDied();
    this.#links.clear();
  }

  /** Stops it as an operator would: it commits what waits, and sends everybody elsewhere. */
  async stop(witness: Witness): Promise<void> {
    const { scheduler } = this.#stage;
    const running = this.#running;
    if (!running) return;
    running.silence();
    scheduler.add('timer', running.process, () => witness.breaks('OPS4', 'a node has not stopped'), STOPS_MS);
    await running.rooms.close();
    if (this.#running !== running) return;
    for (const link of this.#links) link.wire.close(CLOSE.restarting, 'The server restarts.');
    this.#links.clear();
    this.crash();
  }

  /** A socket is opened. */
  accept(link: Link, end: ClientEnd): void {
    const running = this.#running;
    for (const known of this.#links) if (!known.isOpen) this.#links.delete(known);
    this.#links.add(link);
    if (!running) {
      link.serverDied();
      return;
    }
    end.opened();
    void running.admit(link, end);
  }
}

/** A process while it runs. */
class Running {
  readonly process = {};
  readonly requests = {};
  readonly rooms: Rooms;
  readonly silence: () => void;
  readonly #stage: Stage;
  readonly #live: Live;
  readonly #store: ReturnType<typeof createWorldStore>;

  constructor(stage: Stage) {
    this.#stage = stage;
    this.#store = createWorldStore(stage.world, stage.scheduler, stage.random, stage.weather, this);
    const hear = (message: BusMessage) => this.#hear(message);
    this.#live = this.#makeLive(hear);
    this.rooms = new Rooms(this.#live);
    this.silence = stage.bus.subscribe(hear);
  }

  /** Lets a client in as `collab/admission.ts` does: with what it may do when it is looked at. */
  async admit(link: Link, { userId, sectionId, understands }: ClientEnd): Promise<void> {
    const { world } = this.#stage;
    try {
      const isMember = await this.#store.ask(() => world.isMember(userId));
      const why = await this.#store.ask(() => world.whyNot(sectionId, userId));
      if (!link.isOpen) return;
      if (!isMember) {
        link.wire.close(CLOSE.forbidden, 'You are no longer a member of this workspace.');
        return;
      }
      const room = this.rooms.enter({ id: sectionId, reportId: REPORT_ID });
      const mayWrite = why === null ? ({ allowed: true } as const) : { allowed: false as const, why };
      const person = world.person(userId);
      const connection = new Connection(this.#live, link.wire, room, { person, mayWrite, understands });
      room.add(connection);
      link.admit(connection);
    } catch {
      link.wire.close(CLOSE.unavailable, 'The database does not answer.');
    }
  }

  #hear(message: BusMessage): void {
    if ('awareness' in message) this.rooms.heardAwareness(message.sectionId, message.awareness);
    else if (message.signal.kind === 'event') void this.#judgeAgain();
    else if (message.signal.kind !== 'presence') this.rooms.heard(message.signal);
  }

  /** In place of `collab/rights-watch.ts`: sends away whoever may do other things by now. */
  async #judgeAgain(): Promise<void> {
    const { world } = this.#stage;
    for (const room of this.rooms.open.values())
      for (const connection of [...room.connections]) {
        const { userId } = connection.person;
        const judged = await this.#store
          .ask(() => ({ isMember: world.isMember(userId), why: world.whyNot(room.sectionId, userId) }))
          .catch(() => null);
        if (!judged) continue;
        if (!judged.isMember) connection.end(CLOSE.forbidden, 'removed', 'forbidden', 'You are no member.');
        else if ((judged.why === null) !== connection.mayWrite.allowed)
          connection.end(CLOSE.rightsChanged, 'rights_changed', null, judged.why ?? 'You can write now.');
      }
  }

  #makeLive(hear: (message: BusMessage) => void): Live {
    const { scheduler, random, weather, bus, log } = this.#stage;
    const { process } = this;
    const heavy = async <T>(work: () => T): Promise<T> => {
      await scheduler.wait('heavy', process);
      if (random.chance(weather.thread)) throw new Error('the thread for long texts ended');
      return work();
    };
    return {
      store: this.#store,
      log,
      traffic: new Traffic(null),
      heavy: {
        fold: (text) => heavy(() => fold(text)),
        cutUp: (update) => heavy(() => (update.length < LONG_BYTES ? [update] : cutUp(update))),
        difference: (updates, vector) => heavy(() => difference(updates, vector)),
        close: async () => undefined,
      },
      ring(signal) {
        hear({ signal });
        bus.publish({ signal }, hear);
      },
      spreadAwareness: (sectionId, awareness) => bus.publish({ sectionId, awareness }, hear),
      announce: () => undefined,
      now: () => scheduler.now,
      sleep: (ms) => scheduler.wait('timer', process, ms),
      every: (ms, work) => scheduler.every(process, ms, work),
      turn: () => scheduler.wait('turn', process),
    };
  }
}
