import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type * as decoding from 'lib0/decoding';
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import type { Meters } from '../../collab/meters.ts';
import { type Collab, createCollab } from '../../collab/server.ts';
import type { Context } from '../../db/context.ts';
import { BODY, SCHEMA_VERSION } from '../../domain/document/schema.ts';
import {
  type Hello,
  MESSAGE,
  type Notice,
  type OutlineOf,
  readHello,
  readNotice,
  readOutline,
  readSaved,
} from '../../domain/protocol.ts';

/** The header by which these tests say who is asking; the browser tests use real sessions. */
export const USER_HEADER = 'x-user';

/** The live side alone, on a port of its own. */
export type CollabServer = { url: string; collab: Collab; stop(): Promise<void> };

/** The only site whose pages may open a socket on it. */
export const COLLAB_ORIGIN = 'https://reports.example.org';

export async function startCollab(context: Context, meters?: Meters): Promise<CollabServer> {
  const collab = createCollab(context, {
    meters,
    authenticate: async (request) => String(request.headers[USER_HEADER] ?? '') || null,
    origins: [COLLAB_ORIGIN],
  });
  const server: Server = createServer();
  server.on('upgrade', (request, socket, head) => {
    if (!collab.upgrade(request, socket, head)) socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo; // listening on TCP
  return {
    url: `ws://127.0.0.1:${port}/collab`,
    collab,
    async stop() {
      await collab.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A y-websocket client, unmodified but for hearing our own messages. */
export type Client = {
  ydoc: Y.Doc;
  body: Y.XmlFragment;
  provider: WebsocketProvider;
  /** The text of the first block. */
  text: Y.XmlText;
  /** What the server greeted each connection with. */
  hellos: Hello[];
  notices: Notice[];
  outlines: OutlineOf[];
  closes: { code: number; reason: string }[];
  /** The last count that the server said is committed. */
  saved: number;
  synced(): Promise<void>;
  destroy(): void;
};

/** `as`: a user id, where the server believes `USER_HEADER`, or the headers of a session. */
export function join(
  url: string,
  sectionId: string,
  as: string | Record<string, string>,
  options: { schema?: string } = {},
): Client {
  const headers = typeof as === 'string' ? { [USER_HEADER]: as } : as;
  const ydoc = new Y.Doc();
  class SignedIn extends WebSocket {
    constructor(address: string | URL) {
      super(address, { headers });
    }
  }
  const provider = new WebsocketProvider(url, sectionId, ydoc, {
    // y-websocket asks for the browser's class; ws has what it uses of it.
    WebSocketPolyfill: SignedIn as unknown as typeof globalThis.WebSocket,
    params: { schema: options.schema ?? String(SCHEMA_VERSION), saved: '1' },
    disableBc: true,
  });
  const body = ydoc.getXmlFragment(BODY);
  const client: Client = {
    ydoc,
    body,
    provider,
    get text() {
      const block = body.get(0) as Y.XmlElement; // the tests' first block is a paragraph
      if (block.length === 0) block.insert(0, [new Y.XmlText()]);
      return block.get(0) as Y.XmlText;
    },
    hellos: [],
    notices: [],
    outlines: [],
    closes: [],
    saved: 0,
    synced: () =>
      new Promise((resolve) => {
        if (provider.synced) resolve();
        else provider.once('sync', () => resolve());
      }),
    destroy: () => provider.destroy(),
  };
  provider.messageHandlers[MESSAGE.saved] = (_encoder: unknown, decoder: decoding.Decoder) => {
    client.saved = readSaved(decoder);
  };
  provider.messageHandlers[MESSAGE.hello] = (_encoder: unknown, decoder: decoding.Decoder) => {
    client.hellos.push(readHello(decoder));
  };
  provider.messageHandlers[MESSAGE.outline] = (_encoder: unknown, decoder: decoding.Decoder) => {
    client.outlines.push(readOutline(decoder));
  };
  provider.messageHandlers[MESSAGE.notice] = (_encoder: unknown, decoder: decoding.Decoder) => {
    client.notices.push(readNotice(decoder));
  };
  provider.on('connection-close', (event) => {
    if (event) client.closes.push({ code: event.code, reason: event.reason });
  });
  return client;
}
