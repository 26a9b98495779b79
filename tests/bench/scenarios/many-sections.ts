import { seeded } from '../../support/seeded.ts';
import { startCost } from '../load/cost.ts';
import { Desk } from '../load/desk.ts';
import { typeAt } from '../load/typing.ts';
import { percentile } from '../statistics.ts';
import { type Scenario, withPeer } from './scenario.ts';

const SECTIONS = 500;
const PEOPLE = 2;
const PACE = { keysPerSecond: 0.5, burst: 1 };
const WARM_SECONDS = 4;
/** So many sections are opened at once. */
const OPENED_TOGETHER = 20;

/** What a quiet day costs: many sections open, hardly anybody types. */
export const manySections: Scenario = {
  name: 'many-sections',
  about: `${SECTIONS} sections × ${PEOPLE} people, each typing ${PACE.keysPerSecond} keys/s`,
  peers: ['relay', 'y-websocket-server', 'hocuspocus', 'hocuspocus-postgres', 'rapporteur'],
  columns: [
    { key: 'p50', title: 'edit→remote p50 ms', digits: 2 },
    { key: 'p99', title: 'p99 ms', digits: 2 },
    { key: 'cpu', title: 'µs per key', digits: 0 },
    { key: 'postgres', title: 'Postgres µs per key', digits: 0 },
    { key: 'heap', title: 'heap kB per section', digits: 1 },
    { key: 'resident', title: 'resident kB per section', digits: 1 },
    { key: 'opened', title: 'all opened in s', digits: 1 },
  ],
  bounds: [
    {
      figure: 'p99',
      must: 'not_exceed',
      limitName: 'hocuspocus-postgres',
      limit: (medianOf) => medianOf('hocuspocus-postgres', 'p99'),
    },
    ...['cpu', 'heap', 'resident'].map((figure) => ({
      figure,
      must: 'not_exceed' as const,
      limitName: 'hocuspocus',
      limit: (medianOf: (peer: 'hocuspocus', of: string) => number) => medianOf('hocuspocus', figure),
    })),
  ],
  seconds: 8,
  measure: (stage) =>
    withPeer(stage, async (peer) => {
      const random = seeded(stage.repetition).next;
      const rooms = await peer.makeRooms(SECTIONS + 1);
      // One section is opened and written in first, so that what is loaded once is not counted as theirs.
      const first = await Desk.open(peer, rooms.pop() ?? '', PEOPLE, PEOPLE);
      await typeAt([first], { keysPerSecond: 50, burst: 1 }, 1, random);
      await first.settled();
      const before = await peer.process.memory();

      const startMs = performance.now();
      const desks: Desk[] = [];
      for (let i = 0; i < rooms.length; i += OPENED_TOGETHER)
        desks.push(
          ...(await Promise.all(
            rooms
              .slice(i, i + OPENED_TOGETHER)
              .map((room, k) => Desk.open(peer, room, PEOPLE, PEOPLE, (i + k) * PEOPLE)),
          )),
        );
      const opened = (performance.now() - startMs) / 1000;
      const after = await peer.process.memory();
      for (const { writers } of desks)
        for (const { typist } of writers) typist.prepare(Math.ceil(WARM_SECONDS + stage.seconds));
      await typeAt(desks, PACE, WARM_SECONDS, random);
      await Promise.all(desks.map((desk) => desk.settled()));

      const latencies: number[] = [];
      for (const desk of desks)
        desk.onDelivered = (writer, key) => latencies.push(performance.now() - (writer.sentAtMs[key] ?? 0));
      const cost = startCost(peer, stage.world);
      await typeAt(desks, PACE, stage.seconds, random);
      await Promise.all(desks.map((desk) => desk.settled()));
      const { serverMs, postgresMs } = cost();
      for (const desk of [first, ...desks]) desk.close();
      const keys = latencies.length / (PEOPLE - 1);
      return {
        p50: percentile(latencies, 0.5),
        p99: percentile(latencies, 0.99),
        cpu: (serverMs * 1000) / keys,
        postgres: (postgresMs * 1000) / keys,
        heap: (after.heap - before.heap) / 1024 / SECTIONS,
        resident: (after.resident - before.resident) / 1024 / SECTIONS,
        opened,
      };
    }),
};
