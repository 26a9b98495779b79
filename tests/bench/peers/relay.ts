import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { freePort } from '../../support/server-process.ts';
import type { Peer, RunningPeer } from './peer.ts';
import { spawnPeer } from './spawn.ts';

const script = path.join(import.meta.dirname, 'relay-process.ts');

/** Passes messages on and does nothing else: the limit of what writes each message by itself. */
export const relay: Peer = { name: 'relay', start: (_world, nodeArgs) => start('plain', nodeArgs) };

/** The limit of what writes once per socket and turn. */
export const relayBatched: Peer = {
  name: 'relay-batched',
  start: (_world, nodeArgs) => start('batched', nodeArgs),
};

async function start(kind: 'plain' | 'batched', nodeArgs: string[]): Promise<RunningPeer> {
  const port = await freePort();
  const process = await spawnPeer({
    script: [script, String(port), kind],
    env: {},
    ready: /ready/,
    nodeArgs,
  });
  return {
    process,
    makeRooms: async (count) => Array.from({ length: count }, () => randomUUID()),
    address: (room) => ({
      url: `ws://127.0.0.1:${port}/${room}`,
      headers: {},
      room,
      dialect: 'y-websocket',
      hasState: false,
    }),
    stop: () => process.exit(),
  };
}
