import { seeded } from '../../support/seeded.ts';
import { startCost } from '../load/cost.ts';
import { Desk } from '../load/desk.ts';
import { typeAt } from '../load/typing.ts';
import { percentile } from '../statistics.ts';
import { type Scenario, withPeer } from './scenario.ts';

const WRITERS = 12;
const READERS = 38;
const PACE = { keysPerSecond: 8, burst: 24 };
const WARM_SECONDS = 10;

/** How soon others see a key, and what showing it to each of them costs. */
export const typing: Scenario = {
  name: 'typing',
  about: `One section, ${WRITERS} writers at ${PACE.keysPerSecond} keys/s in bursts, ${READERS} readers`,
  peers: ['relay', 'y-websocket-server', 'hocuspocus', 'hocuspocus-postgres', 'rapporteur'],
  columns: [
    { key: 'p50', title: 'edit→remote p50 ms', digits: 2 },
    { key: 'p99', title: 'p99 ms', digits: 2 },
    { key: 'cpu', title: 'µs per delivery', digits: 1 },
    { key: 'postgres', title: 'Postgres µs per key', digits: 0 },
    { key: 'keys', title: 'keys', digits: 0 },
  ],
  bounds: [
    {
      figure: 'p50',
      must: 'not_exceed',
      limitName: 'relay + 2 ms',
      limit: (medianOf) => medianOf('relay', 'p50') + 2,
    },
    {
      figure: 'p99',
      must: 'not_exceed',
      limitName: 'relay + 8 ms',
      limit: (medianOf) => medianOf('relay', 'p99') + 8,
    },
    {
      figure: 'cpu',
      must: 'not_exceed',
      limitName: 'y-websocket-server',
      limit: (medianOf) => medianOf('y-websocket-server', 'cpu'),
    },
  ],
  seconds: 8,
  measure: (stage) =>
    withPeer(stage, async (peer) => {
      const random = seeded(stage.repetition).next;
      const [room = ''] = await peer.makeRooms(1);
      const desk = await Desk.open(peer, room, WRITERS + READERS, WRITERS);
      for (const { typist } of desk.writers)
        typist.prepare(Math.ceil((WARM_SECONDS + stage.seconds) * PACE.keysPerSecond * 2));
      await typeAt([desk], PACE, WARM_SECONDS, random);
      await desk.settled();

      const latencies: number[] = [];
      desk.onDelivered = (writer, key) => latencies.push(performance.now() - (writer.sentAtMs[key] ?? 0));
      const cost = startCost(peer, stage.world);
      await typeAt([desk], PACE, stage.seconds, random);
      await desk.settled();
      const { serverMs, postgresMs } = cost();
      desk.close();
      const keys = latencies.length / (WRITERS + READERS - 1);
      return {
        p50: percentile(latencies, 0.5),
        p99: percentile(latencies, 0.99),
        cpu: (serverMs * 1000) / latencies.length,
        postgres: (postgresMs * 1000) / keys,
        keys,
      };
    }),
};
