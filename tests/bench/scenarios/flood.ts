import { seeded } from '../../support/seeded.ts';
import { whileAttacked } from '../load/attacker.ts';
import { Desk } from '../load/desk.ts';
import { typeAt } from '../load/typing.ts';
import { median, percentile } from '../statistics.ts';
import { type Scenario, withPeer } from './scenario.ts';

const NEIGHBOURS = { people: 6, writers: 3 };
const PACE = { keysPerSecond: 10, burst: 1 };
const WARM_SECONDS = 2;
/** What the attacker sends, by the figure's name: letters in one update, 0 for questions. */
const ATTACKS = { questions: 0, updates: 20_000 };

/** Somebody sends all that the server takes, and people write in another section. */
export const flood: Scenario = {
  name: 'flood',
  about: 'one client sends all that is taken, to one section; others type in another one',
  peers: ['y-websocket-server', 'hocuspocus-postgres', 'rapporteur'],
  columns: [
    { key: 'quiet', title: 'quiet p50 ms', digits: 2 },
    { key: 'quietP99', title: 'p99 ms', digits: 1 },
    ...Object.keys(ATTACKS).flatMap((name) => [
      { key: name, title: `flood of ${name} p50 ms`, digits: 2 },
      { key: `${name}P99`, title: 'p99 ms', digits: 1 },
      { key: `${name}Ratio`, title: 'p50 to quiet', digits: 2 },
    ]),
  ],
  bounds: Object.keys(ATTACKS).map((name) => ({
    figure: `${name}Ratio`,
    must: 'not_exceed',
    limitName: 'twice the quiet',
    limit: () => 2,
  })),
  seconds: 6,
  measure: (stage) =>
    withPeer(stage, async (peer) => {
      const random = seeded(stage.repetition).next;
      const [room = '', attackedRoom = ''] = await peer.makeRooms(2);
      const desk = await Desk.open(peer, room, NEIGHBOURS.people, NEIGHBOURS.writers);
      let latencies: number[] = [];
      desk.onDelivered = (writer, key) => latencies.push(performance.now() - (writer.sentAtMs[key] ?? 0));
      const typed = async (seconds: number) => {
        await typeAt([desk], PACE, seconds, random);
        await desk.settled();
        const taken = latencies;
        latencies = [];
        return { p50: median(taken), p99: percentile(taken, 0.99) };
      };
      await typed(WARM_SECONDS);
      const quiet = await typed(stage.seconds);
      const figures: Record<string, number> = { quiet: quiet.p50, quietP99: quiet.p99 };
      for (const [name, letters] of Object.entries(ATTACKS)) {
        const address = peer.address(attackedRoom, NEIGHBOURS.people);
        await whileAttacked({ address, letters }, async () => {
          await typed(WARM_SECONDS);
          const attacked = await typed(stage.seconds);
          figures[name] = attacked.p50;
          figures[`${name}P99`] = attacked.p99;
          figures[`${name}Ratio`] = attacked.p50 / quiet.p50;
        });
      }
      desk.close();
      return figures;
    }),
};
