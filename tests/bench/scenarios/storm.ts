import { setTimeout as delay } from 'node:timers/promises';
import * as Y from 'yjs';
import { seeded } from '../../support/seeded.ts';
import { Desk } from '../load/desk.ts';
import { LoadSocket, type Replica } from '../load/socket.ts';
import { typeAt } from '../load/typing.ts';
import { Typist } from '../load/typist.ts';
import type { RunningPeer } from '../peers/peer.ts';
import { median, percentile } from '../statistics.ts';
import type { Figures, Scenario, Stage } from './scenario.ts';

const SECTIONS = 30;
const CLIENTS = 10;
/** Keystrokes in each section. */
const TEXT_LENGTH = 3000;
const STORMS = 3;
/** Others, in a section of their own, who notice. */
const NEIGHBOURS = { people: 6, writers: 3 };
const PACE = { keysPerSecond: 20, burst: 1 };
/** Longer than Hocuspocus waits before it stores what has changed. */
const STORED_AFTER_MS = 3000;

/** Everybody loses the connection at the same moment, and comes back at the same moment. */
export const storm: Scenario = {
  name: 'storm',
  about: `${SECTIONS * CLIENTS} clients with full replicas on ${SECTIONS} sections drop and come back at once; again after the server was killed`,
  peers: ['relay', 'y-websocket-server', 'hocuspocus', 'hocuspocus-postgres', 'rapporteur'],
  columns: [
    { key: 'dropped', title: 'dropped: all synced in ms', digits: 0 },
    { key: 'p99', title: 'others’ typing meanwhile p99 ms', digits: 1 },
    { key: 'restarted', title: 'restarted: all synced in ms', digits: 0 },
  ],
  bounds: [
    ...['dropped', 'restarted'].map((figure) => ({
      figure,
      must: 'not_exceed' as const,
      limitName: 'hocuspocus-postgres',
      limit: (medianOf: (peer: 'hocuspocus-postgres', of: string) => number) =>
        medianOf('hocuspocus-postgres', figure),
    })),
    { figure: 'p99', must: 'not_exceed', limitName: '200 ms', limit: () => 200 },
  ],
  seconds: 1,
  async measure(stage) {
    let peer = await stage.peer.start(stage);
    try {
      const [neighbourRoom = '', ...rooms] = await peer.makeRooms(SECTIONS + 1);
      const replicas = await Promise.all(rooms.map((room) => fill(peer, room)));
      const clients = rooms.flatMap((room, i) =>
        Array.from({ length: CLIENTS }, (_, k) => ({ room, index: i * CLIENTS + k, replica: replicas[i] })),
      );
      const comeBack = () =>
        clients.map(({ room, index, replica }) => new LoadSocket(peer.address(room, index), replica));
      const allSynced = async (sockets: LoadSocket[]) => {
        const startMs = performance.now();
        await Promise.all(sockets.map(({ synced }) => synced));
        return performance.now() - startMs;
      };

      let sockets = comeBack();
      await allSynced(sockets);
      const neighbours = await Desk.open(peer, neighbourRoom, NEIGHBOURS.people, NEIGHBOURS.writers);
      const dropped: number[] = [];
      const figures = await typingMeanwhile(neighbours, stage, async () => {
        for (let i = 0; i < STORMS; i += 1) {
          for (const socket of sockets) socket.drop();
          sockets = comeBack();
          dropped.push(await allSynced(sockets));
          await delay(stage.seconds * 1000);
        }
      });
      neighbours.close();
      await delay(STORED_AFTER_MS);

      await peer.process.kill();
      await Promise.all(sockets.map(({ closed }) => closed));
      peer = await stage.peer.start({ ...stage, port: peer.port });
      sockets = comeBack();
      const restarted = await allSynced(sockets);
      for (const socket of sockets) socket.drop();
      return { ...figures, dropped: median(dropped), restarted };
    } finally {
      await peer.stop();
    }
  },
};

/** Gives a section its text, and returns what somebody who had it open holds. */
async function fill(peer: RunningPeer, room: string): Promise<Replica> {
  const socket = new LoadSocket(peer.address(room, 0));
  const base = await socket.synced;
  const typist = new Typist(base);
  typist.prepare(TEXT_LENGTH);
  socket.send(socket.frames.update(typist.everything(base)));
  const replica = replicaOf(typist.everything());
  // Whoever joins now has it all: then the server has taken it.
  const missing = async (): Promise<boolean> => {
    const reader = new LoadSocket(peer.address(room, 1));
    const clocks = Y.decodeStateVector(Y.encodeStateVectorFromUpdate(await reader.synced));
    reader.drop();
    return peer.address(room, 1).hasState && clocks.get(typist.client) === undefined;
  };
  while (await missing()) await delay(50);
  socket.drop();
  return replica;
}

/** A replica that answers equal questions once: all that have a section open are asked the same. */
function replicaOf(state: Uint8Array): Replica {
  const answers = new Map<string, Uint8Array>();
  return {
    stateVector: Y.encodeStateVectorFromUpdate(state),
    beyond(stateVector) {
      const question = String(stateVector);
      const answer = answers.get(question) ?? Y.diffUpdate(state, stateVector);
      answers.set(question, answer);
      return answer;
    },
  };
}

/** Has the neighbours type while `happen` happens; how long their keys took then. */
async function typingMeanwhile(desk: Desk, stage: Stage, happen: () => Promise<void>): Promise<Figures> {
  const random = seeded(stage.repetition).next;
  await typeAt([desk], PACE, 1, random);
  await desk.settled();
  const latencies: number[] = [];
  desk.onDelivered = (writer, key) => latencies.push(performance.now() - (writer.sentAtMs[key] ?? 0));
  let isOver = false;
  const happened = happen().finally(() => {
    isOver = true;
  });
  while (!isOver) await typeAt([desk], PACE, 0.5, random);
  await happened;
  await desk.settled();
  return { p99: percentile(latencies, 0.99) };
}
