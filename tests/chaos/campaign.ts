import { setTimeout as delay } from 'node:timers/promises';
import { connect } from '../../db/connect.ts';
import { type Nodes, startNodes } from '../support/nodes.ts';
import { type Seeded, seeded } from '../support/seeded.ts';
import { broken, differences, type Moment, momentOf } from './audit.ts';
import { drawKills, drawTrouble, type Kill, type Trouble, wordsOf } from './faults.ts';
import { logFaults } from './log-faults.ts';
import { Promises } from './promises.ts';
import { makeWorkspace } from './workspace.ts';
import { type Place, Writer, type WriterKind } from './writer.ts';

/** What to do: everything that is drawn comes from `seed`; when it happens does not, since processes have a will of their own. */
export type CampaignOptions = { seed: number; kills: number; sections?: number; say(line: string): void };

/** What came of it. `violations` is what must never happen, in words. */
export type CampaignResult = {
  seed: number;
  kills: Record<Kill['kind'], number>;
  troubles: number;
  audits: number;
  edits: number;
  /** How much others had seen, and authors were told to be saved, in Yjs's units (characters, mostly). */
  seen: number;
  saved: number;
  violations: string[];
  seconds: number;
};

const settleWithinMs = 60_000;
const auditEveryMs = 700;

/** One workspace on two nodes, people writing in it, and `kills` kills with other troubles between them. */
export async function runCampaign(options: CampaignOptions): Promise<CampaignResult> {
  const nodes = await startNodes();
  try {
    return await new Campaign(nodes, options).run();
  } finally {
    await nodes.stop();
  }
}

/** A place where somebody writes: when they leave, another comes. */
type Seat = { place: Place; kind: WriterKind; writer: Writer; random: Seeded };

class Campaign {
  readonly #nodes: Nodes;
  readonly #options: CampaignOptions;
  readonly #random: Seeded;
  readonly #promises: Moment = new Map();
  readonly #seats: Seat[] = [];
  readonly #violations = new Set<string>();
  readonly #underWay = new Set<Promise<unknown>>();
  readonly #restarts = new Map<unknown, Promise<unknown>>();
  readonly #startedMs = performance.now();
  #isOver = false;
  #audits = 0;
  #troubles = 0;
  #edits = 0;

  constructor(nodes: Nodes, options: CampaignOptions) {
    this.#nodes = nodes;
    this.#options = options;
    this.#random = seeded(options.seed);
  }

  async run(): Promise<CampaignResult> {
    const { seed, kills: count } = this.#options;
    await this.#seatEverybody(this.#options.sections ?? 4);
    for (const seat of this.#seats) this.#begin(this.#write(seat));
    this.#begin(this.#auditOften());

    const random = this.#random.fork('faults');
    const counts = { node: 0, postgres: 0, backend: 0, redis: 0 };
    for (const kill of drawKills(random, count, this.#nodes)) {
      await delay(random.int(100, 900));
      for (let i = random.int(0, 2); i > 0; i -= 1)
        this.#begin(this.#suffer(drawTrouble(random, this.#nodes)));
      await delay(random.int(50, 900));
      const leaving = this.#seats.filter(() => random.chance(0.3));
      await this.#kill(kill, leaving);
      counts[kill.kind] += 1;
      for (const crash of this.#nodes.nodes.flatMap((node) => node.crashes)) this.#violate(crash);
      if (this.#violations.size > 0) break;
    }
    this.#isOver = true;
    await Promise.all(this.#underWay);
    await Promise.all(this.#restarts.values());
    await this.#settle();
    const promised = [...this.#promises.values()];
    return {
      seed,
      kills: counts,
      troubles: this.#troubles,
      audits: this.#audits,
      edits: this.#edits + this.#seats.reduce((sum, { writer }) => sum + writer.edits, 0),
      seen: promised.reduce((sum, { seen }) => sum + seen.size, 0),
      saved: promised.reduce((sum, { saved }) => sum + saved.size, 0),
      violations: [...this.#violations],
      seconds: Math.round((performance.now() - this.#startedMs) / 1000),
    };
  }

  /** Four in each section, plain and acknowledged, half of them by way of the balancer. */
  async #seatEverybody(sections: number): Promise<void> {
    const { people, sectionIds } = await makeWorkspace(this.#nodes, sections);
    const [one, two] = this.#nodes.nodes;
    const wires = [this.#nodes.front, one?.clients, this.#nodes.front, two?.clients];
    for (const [s, sectionId] of sectionIds.entries()) {
      this.#promises.set(sectionId, { seen: new Promises(), saved: new Promises() });
      for (const [w, wire] of wires.entries()) {
        const person = people[(s + w) % people.length];
        const place: Place = {
          url: `ws://127.0.0.1:${(wire ?? this.#nodes.front).port}/collab`,
          sectionId,
          headers: { cookie: person?.cookie ?? '', origin: this.#nodes.url },
        };
        const kind = (s + w) % 3 === 0 ? 'plain' : 'acknowledged';
        const random = this.#random.fork(`writer ${s} ${w}`);
        this.#seats.push({ place, kind, random, writer: this.#newWriter(place, kind, random) });
      }
    }
  }

  #newWriter(place: Place, kind: WriterKind, random: Seeded): Writer {
    const promises = this.#promises.get(place.sectionId);
    if (!promises) throw new Error(`nobody writes in section ${place.sectionId}`);
    return new Writer(place, kind, promises, random);
  }

  /** Bursts of typing with pauses between them, connected or not. */
  async #write(seat: Seat): Promise<void> {
    while (!this.#isOver) {
      for (let keys = seat.random.int(1, 20); keys > 0 && !this.#isOver; keys -= 1) {
        seat.writer.write();
        await delay(seat.random.int(5, 80));
      }
      await delay(seat.random.int(50, 800));
    }
  }

  async #suffer(trouble: Trouble): Promise<void> {
    this.#say(trouble.name, trouble.lastsMs > 0 ? `for ${trouble.lastsMs} ms` : '');
    this.#troubles += 1;
    await trouble.begin();
    await delay(trouble.lastsMs);
    await trouble.end();
  }

  /** The kill, in one moment with the leaving of some, then the audit of that moment, then the restart. */
  async #kill(kill: Kill, leaving: Seat[]): Promise<void> {
    const { postgres, redis, nodes } = this.#nodes;
    if (kill.kind === 'node') await this.#restarts.get(kill.node);
    this.#say(`${wordsOf(kill)}; ${leaving.length} leave`);
    const moment = momentOf(this.#promises);
    for (const seat of leaving) {
      this.#keep(seat.writer);
      seat.writer.leave();
    }
    switch (kill.kind) {
      case 'node':
        await kill.node.kill();
        kill.node.resume(); // nothing is left of a pause
        await this.#audit(moment);
        this.#restarts.set(
          kill.node,
          delay(kill.downMs).then(() => kill.node.start()),
        );
        break;
      case 'postgres':
      case 'backend':
        if (kill.kind === 'postgres') await postgres.kill(kill.what);
        else if (!postgres.killBackend()) this.#say('there was no back-end');
        // Nobody writes into it again before it was looked at.
        await Promise.all(nodes.map(({ database }) => database.refuse()));
        if (kill.kind === 'postgres') {
          await delay(kill.downMs);
          await postgres.start();
        }
        await this.#audit(moment);
        await Promise.all(nodes.map(({ database }) => database.accept()));
        break;
      case 'redis':
        await redis?.kill();
        await this.#audit(moment);
        await delay(kill.downMs);
        await redis?.start();
        break;
    }
    for (const seat of leaving) seat.writer = this.#newWriter(seat.place, seat.kind, seat.random);
  }

  /** Holds Postgres to a moment, however long it takes until it answers. */
  async #audit(moment: Moment): Promise<void> {
    for (;;) {
      try {
        for (const found of await broken(this.#nodes.postgres.url(), moment)) this.#violate(found);
        this.#audits += 1;
        return;
      } catch (error) {
        if (!isDown(error)) throw error;
        await delay(100);
      }
    }
  }

  async #auditOften(): Promise<void> {
    while (!this.#isOver) {
      await delay(auditEveryMs);
      await this.#audit(momentOf(this.#promises));
    }
  }

  /** All troubles are over: everybody comes to the same text, the one in Postgres, and hears that it is saved. */
  async #settle(): Promise<void> {
    this.#say('calm');
    const db = connect(this.#nodes.postgres.url(), { poolSize: 2 });
    try {
      const endMs = performance.now() + settleWithinMs;
      for (const sectionId of this.#promises.keys()) {
        const writers = this.#seats
          .filter(({ place }) => place.sectionId === sectionId)
          .map(({ writer }) => writer);
        let found = await differences(db, sectionId, writers);
        while (found.length > 0 && performance.now() < endMs) {
          await delay(100);
          found = await differences(db, sectionId, writers);
        }
        for (const line of [...found, ...(await logFaults(db, sectionId))]) this.#violate(line);
      }
      await this.#audit(momentOf(this.#promises));
      for (const { writer } of this.#seats) {
        this.#keep(writer);
        writer.leave();
      }
      for (const node of this.#nodes.nodes) for (const crash of node.crashes) this.#violate(crash);
    } finally {
      await db.destroy();
    }
  }

  #keep(writer: Writer): void {
    if (!this.#isOver) this.#edits += writer.edits;
    for (const refusal of writer.refusals)
      this.#violate(`client ${writer.ydoc.clientID} was sent away: ${refusal}`);
  }

  #begin(work: Promise<unknown>): void {
    const watched = work
      .catch((error: unknown) =>
        this.#violate(`the test itself failed: ${error instanceof Error ? error.stack : error}`),
      )
      .finally(() => this.#underWay.delete(watched));
    this.#underWay.add(watched);
  }

  #violate(what: string): void {
    if (!this.#violations.has(what)) this.#say('VIOLATED', what);
    this.#violations.add(what);
  }

  #say(...words: string[]): void {
    const seconds = ((performance.now() - this.#startedMs) / 1000).toFixed(1).padStart(6);
    this.#options.say(`${seconds} s  ${words.join(' ').trim()}`);
  }
}

/** Whether the database was merely away: killed, recovering, or shutting a connection. */
function isDown(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return (
    /^(ECONN|57P0|08|EPIPE)/.test(code) || /is down|terminat|timeout|ended|not queryable/i.test(String(error))
  );
}
