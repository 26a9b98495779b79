import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { freePort } from '../../support/server-process.ts';
import type { Peer, RunningPeer, StartOptions } from './peer.ts';
import { spawnPeer } from './spawn.ts';

const script = path.join(import.meta.dirname, 'hocuspocus-process.ts');

/** Hocuspocus with everything in memory. */
export const hocuspocus: Peer = { name: 'hocuspocus', start: (options) => start([], options) };

/** Hocuspocus with its database extension. */
export const hocuspocusPostgres: Peer = {
  name: 'hocuspocus-postgres',
  start: (options) => start([options.world.hocuspocusUrl], options),
};

async function start(args: string[], options: StartOptions): Promise<RunningPeer> {
  const { nodeArgs, port = await freePort() } = options;
  const process = await spawnPeer({
    script: [script, String(port), ...args],
    env: {},
    ready: /^ready$/m,
    nodeArgs,
  });
  return {
    process,
    port,
    makeRooms: async (count) => Array.from({ length: count }, () => randomUUID()),
    address: (room) => ({
      url: `ws://127.0.0.1:${port}`,
      headers: {},
      room,
      dialect: 'hocuspocus',
      hasState: true,
    }),
    stop: () => process.exit(),
  };
}
