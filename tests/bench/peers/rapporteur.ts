import path from 'node:path';
import { z } from 'zod';
import { SCHEMA_VERSION } from '../../../domain/document/schema.ts';
import { freePort } from '../../support/server-process.ts';
import type { World } from '../world.ts';
import type { Peer } from './peer.ts';
import { spawnPeer } from './spawn.ts';

/** A report of more would be none that anybody prints. */
const SECTIONS_PER_REPORT = 25;

const made = z.object({ id: z.string() });

/** Our product as it is run: the whole of it, on Postgres, with the gate and durability on. */
export const rapporteur: Peer = {
  name: 'rapporteur',
  async start({ world, nodeArgs, port: wanted }) {
    const port = wanted ?? (await freePort());
    const url = `http://127.0.0.1:${port}`;
    const process = await spawnPeer({
      script: [path.join(import.meta.dirname, '../../../main.ts')],
      env: {
        PORT: String(port),
        PUBLIC_URL: url,
        DATABASE_URL: world.postgres.url,
        AUTH_SECRET: world.authSecret,
      },
      ready: /Rapporteur is ready/,
      nodeArgs,
    });
    return {
      process,
      port,
      makeRooms: (count) => makeSections(url, world, count),
      address: (room, index) => ({
        url: `ws://127.0.0.1:${port}/collab/${room}?schema=${SCHEMA_VERSION}&saved=1`,
        headers: { cookie: world.drafters[index % world.drafters.length] ?? '' },
        room,
        dialect: 'y-websocket',
        hasState: true,
      }),
      stop: () => process.interrupt(),
    };
  },
};

async function makeSections(url: string, world: World, count: number): Promise<string[]> {
  const post = async (address: string, body: object): Promise<string> => {
    const response = await fetch(url + address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: url, cookie: world.coordinator },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${address} was refused: ${await response.text()}`);
    return made.parse(await response.json()).id;
  };
  const [leadDelegationId, ...contributorIds] = world.delegations;
  const sections: string[] = [];
  let reportId = '';
  for (let i = 0; i < count; i += 1) {
    if (i % SECTIONS_PER_REPORT === 0)
      reportId = await post('/api/reports', {
        symbol: `BENCH/${crypto.randomUUID().slice(0, 13)}`,
        title: 'A report of a measurement',
        languages: ['en'],
        template: 'empty',
      });
    const section = { title: `Findings ${i}`, kind: 'body', leadDelegationId, contributorIds };
    sections.push(await post(`/api/reports/${reportId}/sections`, section));
  }
  return sections;
}
