import * as Y from 'yjs';
import { BODY } from '../../../domain/document/schema.ts';

/** After so many characters a writer presses Enter. */
const PARAGRAPH_LENGTH = 240;
const WORDS = 'the vessel was observed in the anchorage while its transponder was silent for nine days ';

/** One keystroke: its update, and the clock that the writer's client has reached with it. */
export type Key = { update: Uint8Array; clock: number };

/**
 * Writes paragraphs of its own at the end of a section, one character at a time, as an editor of ours would.
 * Its updates are made in advance, so that little is left to do while something is measured.
 */
export class Typist {
  readonly client: number;
  readonly keys: Key[] = [];
  readonly #ydoc = new Y.Doc();
  #text: Y.XmlText | null = null;
  #latest: Uint8Array = new Uint8Array();

  /** `base`: the text that was there before, as the server sent it. */
  constructor(base: Uint8Array) {
    Y.applyUpdate(this.#ydoc, base);
    this.client = this.#ydoc.clientID;
    this.#ydoc.on('update', (update: Uint8Array) => {
      this.#latest = update;
    });
  }

  /** The key at `index`, made now if it was not. */
  key(index: number): Key {
    while (this.keys.length <= index) this.prepare(256);
    return this.keys[index] as Key; // just made
  }

  /** Makes so many more keys. */
  prepare(count: number): void {
    for (let i = 0; i < count; i += 1) {
      const letter = WORDS[this.keys.length % WORDS.length] ?? ' ';
      const isNew = this.keys.length % PARAGRAPH_LENGTH === 0;
      this.#ydoc.transact(() => {
        const text = isNew || !this.#text ? this.#newParagraph() : this.#text;
        text.insert(text.length, letter);
      });
      this.keys.push({ update: this.#latest, clock: Y.getState(this.#ydoc.store, this.client) });
    }
  }

  /** All that it has made and what was there before, or what of it a text that holds `known` has not. */
  everything(known?: Uint8Array): Uint8Array {
    return Y.encodeStateAsUpdate(this.#ydoc, known && Y.encodeStateVectorFromUpdate(known));
  }

  #newParagraph(): Y.XmlText {
    const paragraph = new Y.XmlElement('paragraph');
    paragraph.setAttribute('id', `p${this.client.toString(36)}${this.keys.length}`);
    this.#text = new Y.XmlText();
    paragraph.insert(0, [this.#text]);
    this.#ydoc.getXmlFragment(BODY).push([paragraph]);
    return this.#text;
  }
}
