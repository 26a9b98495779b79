import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../support/server-process.ts';
import type { Peer } from './peer.ts';
import { spawnPeer } from './spawn.ts';

/** The server that Yjs brings: everything in memory. */
export const yWebsocketServer: Peer = {
  name: 'y-websocket-server',
  async start({ nodeArgs, port: wanted }) {
    const port = wanted ?? (await freePort());
    const process = await spawnPeer({
      script: [fileURLToPath(import.meta.resolve('@y/websocket-server/server'))],
      env: { HOST: '127.0.0.1', PORT: String(port) },
      ready: /running at/,
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
        hasState: true,
      }),
      stop: () => process.exit(),
    };
  },
};
