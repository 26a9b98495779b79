import { prosemirrorJSONToYXmlFragment } from '@tiptap/y-tiptap';
import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import type { NodeJson } from '../../domain/document/outline.ts';
import { BODY, SCHEMA_VERSION, schema } from '../../domain/document/schema.ts';
import { documentOf } from '../../domain/document/ydoc.ts';
import { type LivePerson, type LiveServer, until } from './live.ts';

/**
 * Changes a section as `person` with an unmodified y-websocket client, and returns when the server has
 * committed the text that this client then has.
 */
export async function changeSection(
  server: LiveServer,
  person: LivePerson,
  sectionId: string,
  change: (body: Y.XmlFragment) => void,
): Promise<void> {
  const ydoc = new Y.Doc();
  const headers = { cookie: person.cookie, origin: server.url };
  class SignedIn extends WebSocket {
    constructor(address: string | URL) {
      super(address, { headers });
    }
  }
  const provider = new WebsocketProvider(`${server.url.replace('http', 'ws')}/collab`, sectionId, ydoc, {
    WebSocketPolyfill: SignedIn as unknown as typeof globalThis.WebSocket, // ws has what y-websocket uses of it
    params: { schema: String(SCHEMA_VERSION) },
    disableBc: true,
  });
  try {
    await until(() => provider.synced);
    ydoc.transact(() => change(ydoc.getXmlFragment(BODY)));
    const written = JSON.stringify(documentOf(ydoc));
    await until(async () => {
      const { body } = await person.call('GET', `/api/sections/${sectionId}/text`);
      return JSON.stringify(sorted(body.document)) === JSON.stringify(sorted(JSON.parse(written)));
    });
  } finally {
    provider.destroy();
    ydoc.destroy();
  }
}

/** Replaces a section's whole text by these blocks. */
export function writeSection(
  server: LiveServer,
  person: LivePerson,
  sectionId: string,
  content: NodeJson[],
): Promise<void> {
  return changeSection(server, person, sectionId, (body) => {
    body.delete(0, body.length);
    prosemirrorJSONToYXmlFragment(schema, { type: 'doc', content }, body);
  });
}

/** The same value with the keys of every object in one order, which differs between two copies of a Y.Doc. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  );
}
