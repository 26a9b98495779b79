import type * as decoding from 'lib0/decoding';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { loadDoc } from '../../db/text/load.ts';
import { BODY, SCHEMA_VERSION } from '../../domain/document/schema.ts';
import { CLOSE, MESSAGE, readSaved } from '../../domain/protocol.ts';
import { ensureWebClient } from '../../web-build.ts';
import { freshDatabase, type TestDatabase } from '../support/database.ts';
import {
  joinWorkspace,
  type LivePerson,
  type LiveServer,
  makeReport,
  setUp,
  until,
} from '../support/live.ts';
import { freePort, type ServerProcess, spawnServer } from '../support/server-process.ts';

/** Stands in every word that is typed, and so may stand in no line of log. */
const MARK = 'xyzzy';

let database: TestDatabase;
let running: ServerProcess;
let server: LiveServer;
let people: LivePerson[];
let sectionId: string;

beforeAll(async () => {
  await ensureWebClient((line) => console.log(line));
  database = await freshDatabase();
  running = spawnServer({
    PORT: String(await freePort()),
    DATABASE_URL: database.url,
    AUTH_SECRET: 'a secret of more than 32 characters',
    NODE_ENV: 'production',
    LOG_LEVEL: 'debug',
  });
  const restart = () => Promise.reject(new Error('this server is only stopped'));
  server = {
    url: await running.ready,
    get setUpLink() {
      return /\S+\/set-up#\S+/.exec(running.printed())?.[0] ?? '';
    },
    process: running,
    killAndRestart: restart,
    stop: () => running.kill(),
  };
  const keiko = await setUp(server);
  people = [
    await joinWorkspace(server, keiko, 'JPN', ['drafter'], 'Ken Sato'),
    await joinWorkspace(server, keiko, 'ROK', ['drafter'], 'Min Kim'),
  ];
  ({ sectionId } = await makeReport(keiko));
});
afterAll(async () => {
  await running.kill();
  await database.close();
});

type Writer = { typed: number; saved: number; closedWith: number[]; end(): void };

/** Somebody with the section open, by an unmodified y-websocket client that hears our own messages. */
function joined(person: LivePerson) {
  const ydoc = new Y.Doc();
  const headers = { cookie: person.cookie, origin: server.url };
  class SignedIn extends WebSocket {
    constructor(address: string | URL) {
      super(address, { headers });
    }
  }
  const provider = new WebsocketProvider(`${server.url.replace('http', 'ws')}/collab`, sectionId, ydoc, {
    WebSocketPolyfill: SignedIn as unknown as typeof globalThis.WebSocket, // ws has what y-websocket uses of it
    params: { schema: String(SCHEMA_VERSION), saved: '1' },
    disableBc: true,
  });
  const writer: Writer = { typed: 0, saved: 0, closedWith: [], end: () => provider.destroy() };
  provider.messageHandlers[MESSAGE.saved] = (_encoder: unknown, decoder: decoding.Decoder) => {
    // The first message with content answered the server's question on joining; each word is one more.
    writer.saved = readSaved(decoder) - 1;
  };
  provider.on('connection-close', (event) => {
    if (event) writer.closedWith.push(event.code);
    provider.shouldConnect = false; // so that the counts stay those of the one connection
  });
  return { ydoc, provider, writer };
}

/** Somebody who types a word every few milliseconds into a paragraph of their own. */
function typing(person: LivePerson, name: string): Writer {
  const { ydoc, provider, writer } = joined(person);
  let timer: NodeJS.Timeout | undefined;
  provider.once('sync', () => {
    const text = new Y.XmlText();
    ydoc.transact(() => {
      const block = new Y.XmlElement('paragraph');
      block.setAttribute('id', `paragraph-of-${name}`);
      block.insert(0, [text]);
      ydoc.getXmlFragment(BODY).push([block]);
    });
    writer.typed += 1;
    timer = setInterval(() => {
      text.insert(text.length, `${MARK}-${name}-${writer.typed} `);
      writer.typed += 1;
    }, 5);
  });
  writer.end = () => {
    clearInterval(timer);
    provider.destroy();
  };
  return writer;
}

test('OPS2 what is refused is not logged either', async () => {
  const { ydoc, provider, writer } = joined(people[0] as LivePerson);
  await until(() => provider.synced);
  ydoc.transact(() => {
    const block = new Y.XmlElement('table');
    const text = new Y.XmlText(`${MARK}-where-no-text-belongs`);
    block.insert(0, [text]);
    ydoc.getXmlFragment(BODY).push([block]);
  });
  await until(() => writer.closedWith.length > 0);
  expect(writer.closedWith).toEqual([CLOSE.refused]);
  writer.end();
  expect(running.printed()).toContain('"reason":"form"');
  expect(running.printed()).not.toContain(MARK);
});

describe('SIGTERM while two people write', () => {
  test('OPS4 SYNC3 the node says so first, tells them to come back, and loses nothing it called saved', async () => {
    const writers = [typing(people[0] as LivePerson, 'ken'), typing(people[1] as LivePerson, 'min')];
    await until(() => writers.every(({ saved }) => saved > 50));

    /** What a proxy saw, with the number of sockets that were still open then. */
    const probes: { status: number; open: number }[] = [];
    const isOpen = ({ closedWith }: { closedWith: number[] }) => closedWith.length === 0;
    const probe = async () => {
      for (;;) {
        const { status } = await fetch(`${server.url}/api/ready`);
        probes.push({ status, open: writers.filter(isOpen).length });
        await new Promise((resolve) => setTimeout(resolve, 30));
      }
    };
    const probing = probe().catch(() => 'the port is closed');
    await until(() => probes.length > 0);

    const toldAtMs = performance.now();
    running.child.kill('SIGTERM');
    expect(await running.ended).toBe(0);
    expect(performance.now() - toldAtMs).toBeLessThan(5000);
    expect(await probing).toBe('the port is closed');

    expect(probes.find(({ status }) => status === 503)).toEqual({ status: 503, open: 2 });
    await until(() => writers.every(({ closedWith }) => closedWith.length > 0));
    expect(writers.map(({ closedWith }) => closedWith)).toEqual([[CLOSE.restarting], [CLOSE.restarting]]);

    const { ydoc } = await loadDoc(database.db, sectionId);
    const text = JSON.stringify(ydoc.getXmlFragment(BODY).toJSON());
    for (const [writer, name] of [
      [writers[0], 'ken'],
      [writers[1], 'min'],
    ] as const) {
      expect(writer?.saved).toBeGreaterThan(50);
      for (let word = 1; word < (writer?.saved ?? 0); word += 1)
        expect(text).toContain(`${MARK}-${name}-${word} `);
      writer?.end();
    }
  });

  test('OPS2 the log of it tells sockets by their id, requests by theirs, and no word of what was typed', () => {
    const lines = running
      .printed()
      .split('\n')
      .filter((line) => line.startsWith('{'));
    const entries = lines.map((line): Record<string, unknown> => JSON.parse(line));
    const opened = entries.filter(({ msg }) => msg === 'opened').map(({ connection }) => connection);
    expect(opened.length).toBeGreaterThanOrEqual(2);
    expect(new Set(opened).size).toBe(opened.length);
    expect(opened).not.toContain(undefined);
    expect(entries.filter(({ msg, request }) => msg === 'answered' && request === undefined)).toEqual([]);
    expect(entries.some(({ msg }) => msg === 'answered')).toBe(true);
    expect(running.printed()).not.toContain(MARK);
  });
});
