import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { freePort } from '../../support/server-process.ts';
import type { Peer, RunningPeer, StartOptions } from './peer.ts';
import { spawnPeer } from './spawn.ts';

const script = path.join(import.meta.dirname, 'relay-process.ts');

/** Passes messages on and does nothing else: the limit of what writes each message by itself. */
export const relay: Peer = { name: 'relay', start: (options) => start('plain', options) };

/** The limit of what writes once per socket and turn. */
export const relayBatched: Peer = {
  name: 'relay-batched',
  start: (options) => start('batched', options),
};

async function start(kind: 'plain' | 'batched', options: StartOptions): Promise<RunningPeer> {
  const { nodeArgs, port = await freePort() } = options;
  const process = await spawnPeer({
    script: [script, String(port), kind],
    env: {},
    ready: /^ready$/m,
    nodeArgs,
  });
  return {
    process,
    port,
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
