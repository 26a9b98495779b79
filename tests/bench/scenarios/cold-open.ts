import * as Y from 'yjs';
import { seeded } from '../../support/seeded.ts';
import { Desk } from '../load/desk.ts';
import { type History, historyOf } from '../load/history.ts';
import { LoadSocket } from '../load/socket.ts';
import { typeAt } from '../load/typing.ts';
import type { Address, RunningPeer } from '../peers/peer.ts';
import { compactSection, settleDisk, storeRow, storeRows } from '../peers/stored.ts';
import { median } from '../statistics.ts';
import type { Bound, Column, Figures, Scenario, Stage } from './scenario.ts';
import { withPeer } from './scenario.ts';

const SIZES = [
  { name: '26k', keystrokes: 26_000 },
  { name: '260k', keystrokes: 260_000 },
];
/** Of somebody in another section, so densely that any pause of the server is met. */
const NEIGHBOUR = { keysPerSecond: 100, burst: 1 };
const NEIGHBOUR_BEFORE_SECONDS = 1.5;

const columns = (key: string, title: string): Column[] => [
  { key: `${key}-ms`, title: `${title}: synced ms`, digits: 0 },
  { key: `${key}-sent`, title: `${title}: sent ×`, digits: 2 },
  { key: `${key}-delay`, title: `${title}: others later by ms`, digits: 1 },
];

const bounds = (key: string, of: string, share: 1 | 2): Bound[] => [
  {
    figure: `${key}-ms`,
    must: 'not_exceed',
    limitName: share === 2 ? 'half of hocuspocus-postgres' : 'hocuspocus-postgres',
    limit: (medianOf) => medianOf('hocuspocus-postgres', `${of}-ms`) / share,
  },
  { figure: `${key}-sent`, must: 'not_exceed', limitName: 'once, and some framing', limit: () => 1.05 },
  { figure: `${key}-delay`, must: 'not_exceed', limitName: '20 ms', limit: () => 20 },
];

/** How long somebody looks at an empty page, on a server that has just started, and what it does to the others. */
export const coldOpen: Scenario = {
  name: 'cold-open',
  about:
    'A section with 26,000 and one with 260,000 keystrokes of history, first opened on a fresh server; elsewhere somebody types',
  peers: ['hocuspocus-postgres', 'rapporteur'],
  columns: SIZES.flatMap(({ name }) => [
    ...columns(name, name),
    ...columns(`${name}-log`, `${name} not compacted`),
  ]),
  bounds: SIZES.flatMap(({ name }) => [...bounds(name, name, 2), ...bounds(`${name}-log`, name, 1)]),
  seconds: 2,
  async measure(stage) {
    const figures: Figures = {};
    for (const { name, keystrokes } of SIZES) {
      const history = historyOf(keystrokes);
      if (stage.peer.name === 'rapporteur') {
        const room = await makeSection(stage);
        await storeRows(stage.world, room, history);
        Object.assign(figures, await open(stage, room, history, `${name}-log`));
        await compactSection(stage.world, room);
        Object.assign(figures, await open(stage, room, history, name));
      } else {
        const room = crypto.randomUUID();
        await storeRow(stage.world, room, history);
        Object.assign(figures, await open(stage, room, history, name));
      }
    }
    return figures;
  },
};

/** On a server of its own, so that the one that is measured is fresh. */
async function makeSection(stage: Stage): Promise<string> {
  let room = '';
  await withPeer(stage, async (peer) => {
    [room = ''] = await peer.makeRooms(1);
    return {};
  });
  return room;
}

async function open(stage: Stage, room: string, history: History, key: string): Promise<Figures> {
  await settleDisk(stage.world);
  return withPeer(stage, async (peer) => {
    const neighbours = await openNeighbours(peer);
    const delays: { sentAtMs: number; tookMs: number }[] = [];
    neighbours.onDelivered = (writer, i) => {
      const sentAtMs = writer.sentAtMs[i] ?? 0;
      delays.push({ sentAtMs, tookMs: performance.now() - sentAtMs });
    };
    const random = seeded(stage.repetition).next;
    await typeAt([neighbours], NEIGHBOUR, NEIGHBOUR_BEFORE_SECONDS, random);
    const startMs = performance.now();
    const typed = typeAt([neighbours], NEIGHBOUR, stage.seconds, random);
    const arrivals = await firstSync(peer.address(room, 1));
    await typed;
    await neighbours.settled();
    // Not sooner: it takes the time of the process that measures the others.
    const { syncedAtMs, receivedBytes } = contentOf(arrivals, history);
    neighbours.close();
    const before = delays.filter(({ sentAtMs }) => sentAtMs < startMs).map(({ tookMs }) => tookMs);
    const after = delays.filter(({ sentAtMs }) => sentAtMs >= startMs).map(({ tookMs }) => tookMs);
    return {
      [`${key}-ms`]: syncedAtMs - startMs,
      [`${key}-sent`]: receivedBytes / history.state.length,
      [`${key}-delay`]: Math.max(...after) - median(before),
    };
  });
}

async function openNeighbours(peer: RunningPeer): Promise<Desk> {
  const [room = ''] = await peer.makeRooms(1);
  const desk = await Desk.open(peer, room, 2, 1);
  desk.writers[0]?.typist.prepare(1000);
  return desk;
}

/** Opens the section as somebody who has nothing of it: what came, and when. */
async function firstSync(address: Address): Promise<Arrivals> {
  const updates: Arrivals['updates'] = [];
  const socket = new LoadSocket(address);
  socket.onUpdate = (update) => updates.push({ atMs: performance.now(), update });
  await socket.synced;
  // Whatever it sends a second time comes soon after.
  await new Promise((resolve) => setTimeout(resolve, 500));
  socket.drop();
  return { updates, receivedBytes: socket.receivedBytes };
}

type Arrivals = { updates: { atMs: number; update: Uint8Array }[]; receivedBytes: number };

/** When all of the history had arrived. */
function contentOf({ updates, receivedBytes }: Arrivals, { state }: History) {
  const wanted = Y.decodeStateVector(Y.encodeStateVectorFromUpdate(state));
  const ydoc = new Y.Doc();
  for (const { atMs, update } of updates) {
    Y.applyUpdate(ydoc, update);
    const has = [...wanted].every(([client, clock]) => Y.getState(ydoc.store, client) >= clock);
    if (has) return { syncedAtMs: atMs, receivedBytes };
  }
  throw new Error('the section was said to be in step, and its content did not come');
}
