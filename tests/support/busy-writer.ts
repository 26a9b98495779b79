import { WebSocket } from 'ws';
import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import { BODY, SCHEMA_VERSION } from '../../domain/document/schema.ts';
import type { LivePerson, LiveServer } from './live.ts';
import type { Seeded } from './seeded.ts';

/** A paragraph is kept about so long, by deleting from its beginning. */
const LONG = 200;

/** Somebody who goes on writing in a paragraph of their own, with an unmodified y-websocket client, until stopped. */
export class BusyWriter {
  readonly provider: WebsocketProvider;
  /** Keys pressed so far. */
  keys = 0;
  readonly #ydoc = new Y.Doc();
  readonly #text = new Y.XmlText();
  #timer: NodeJS.Timeout | undefined;

  /** Presses about `keysPerSecond` keys, once the text has arrived. */
  constructor(
    server: LiveServer,
    person: LivePerson,
    sectionId: string,
    { random, keysPerSecond }: { random: Seeded; keysPerSecond: number },
  ) {
    const headers = { cookie: person.cookie, origin: server.url };
    class SignedIn extends WebSocket {
      constructor(address: string | URL) {
        super(address, { headers });
      }
    }
    this.provider = new WebsocketProvider(
      `${server.url.replace('http', 'ws')}/collab`,
      sectionId,
      this.#ydoc,
      {
        WebSocketPolyfill: SignedIn as unknown as typeof globalThis.WebSocket, // ws has what y-websocket uses of it
        params: { schema: String(SCHEMA_VERSION) },
        disableBc: true,
      },
    );
    const press = () => {
      if (this.#text.length > LONG) this.#text.delete(0, random.int(1, 20));
      this.#text.insert(this.#text.length, random.pick([...'etaoin shrdlu']));
      this.keys += 1;
      this.#timer = setTimeout(press, (random.next() * 2000) / keysPerSecond);
    };
    this.provider.once('sync', () => {
      const paragraph = new Y.XmlElement('paragraph');
      paragraph.setAttribute('id', `busy-${this.#ydoc.clientID}`);
      paragraph.insert(0, [this.#text]);
      this.#ydoc.getXmlFragment(BODY).push([paragraph]);
      press();
    });
  }

  /** Presses no more keys; what was pressed still goes out. */
  pause(): void {
    clearTimeout(this.#timer);
  }

  leave(): void {
    this.pause();
    this.provider.destroy();
    this.#ydoc.destroy();
  }
}
