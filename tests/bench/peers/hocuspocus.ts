import { randomUUID } from 'node:crypto';
import path from 'node:path';
import { freePort } from '../../support/server-process.ts';
import type { Peer, RunningPeer } from './peer.ts';
import { spawnPeer } from './spawn.ts';

const script = path.join(import.meta.dirname, 'hocuspocus-process.ts');

/** Hocuspocus with everything in memory. */
export const hocuspocus: Peer = { name: 'hocuspocus', start: (_world, nodeArgs) => start([], nodeArgs) };

/** Hocuspocus with its database extension. */
export const hocuspocusPostgres: Peer = {
  name: 'hocuspocus-postgres',
  start: ({ hocuspocusUrl }, nodeArgs) => start([hocuspocusUrl], nodeArgs),
};

async function start(args: string[], nodeArgs: string[]): Promise<RunningPeer> {
  const port = await freePort();
  const process = await spawnPeer({
    script: [script, String(port), ...args],
    env: {},
    ready: /ready/,
    nodeArgs,
  });
  return {
    process,
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
