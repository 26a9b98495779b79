import { startCost } from '../load/cost.ts';
import { Desk, type Writer } from '../load/desk.ts';
import type { RunningPeer } from '../peers/peer.ts';
import { type Figures, type Scenario, type Stage, withPeer } from './scenario.ts';

const SIZES = [2, 10, 50, 200];
const WRITERS = 4;
const IN_FLIGHT = 16;
const WARM_SECONDS = 1;

/** What a server can pass on when it is asked for all it has. */
export const fanOut: Scenario = {
  name: 'fan-out',
  about: `${SIZES.join(', ')} clients in one section, ${WRITERS} writers flooding it, ${IN_FLIGHT} updates in flight each`,
  peers: ['relay', 'relay-batched', 'y-websocket-server', 'hocuspocus', 'hocuspocus-postgres', 'rapporteur'],
  columns: SIZES.flatMap((size) => [
    { key: `rate${size}`, title: `${size}: deliveries/s`, digits: 0 },
    { key: `perCpu${size}`, title: `${size}: per CPU-s`, digits: 0 },
    { key: `cpu${size}`, title: `${size}: µs each`, digits: 2 },
  ]),
  bounds: [50, 200].map((size) => ({
    figure: `perCpu${size}`,
    must: 'reach',
    limitName: 'hocuspocus',
    limit: (medianOf) => medianOf('hocuspocus', `perCpu${size}`),
  })),
  seconds: 2,
  measure: (stage) =>
    withPeer(stage, async (peer) => {
      const figures: Figures = {};
      for (const size of SIZES) Object.assign(figures, await flood(peer, stage, size));
      return figures;
    }),
};

async function flood(peer: RunningPeer, stage: Stage, size: number): Promise<Figures> {
  const [room = ''] = await peer.makeRooms(1);
  const desk = await Desk.open(peer, room, size, Math.min(WRITERS, size));
  // An update is in flight until everybody else has it; the count of those is kept for each.
  const missing = new Map<Writer, number[]>();
  let isFlooding = true;
  const send = (writer: Writer): void => {
    missing.get(writer)?.push(size - 1);
    desk.type(writer);
  };
  desk.onDelivered = (writer, key) => {
    const counts = missing.get(writer);
    if (!counts) return;
    const left = (counts[key] ?? 0) - 1;
    counts[key] = left;
    if (left === 0 && isFlooding) send(writer);
  };
  for (const writer of desk.writers) {
    missing.set(writer, []);
    for (let i = 0; i < IN_FLIGHT; i += 1) send(writer);
  }
  await new Promise((resolve) => setTimeout(resolve, WARM_SECONDS * 1000));
  const before = desk.deliveries;
  const cost = startCost(peer, stage.world);
  await new Promise((resolve) => setTimeout(resolve, stage.seconds * 1000));
  const { serverMs, elapsedMs } = cost();
  const deliveries = desk.deliveries - before;
  isFlooding = false;
  await desk.settled();
  desk.close();
  return {
    [`rate${size}`]: (deliveries * 1000) / elapsedMs,
    [`perCpu${size}`]: (deliveries * 1000) / serverMs,
    [`cpu${size}`]: (serverMs * 1000) / deliveries,
  };
}
