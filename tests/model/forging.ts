import * as Y from 'yjs';
import { BODY } from '../../domain/document/schema.ts';
import type { Seeded } from '../support/seeded.ts';
import type { Tab } from './tab.ts';
import { FORGED, type Truth } from './truth.ts';

/** Has a tab send something that its person may not, or that is nothing at all. */
export function forge(tab: Tab, truth: Truth, random: Seeded): void {
  const foreign = [...truth.owners].filter(([, userId]) => userId !== tab.userId).map(([client]) => client);
  switch (random.pick(['foreign', 'foreign', 'foreign', 'gap', 'root', 'form', 'garbled'] as const)) {
    case 'foreign':
      if (foreign.length > 0) tab.forge(writtenAs(random.pick(foreign), tab.ydoc, insertText));
      return;
    case 'gap':
      tab.forge(withoutItsBeginning(tab.ydoc, random));
      return;
    case 'root':
      tab.forge(writtenAs(newClient(random), tab.ydoc, (ydoc) => ydoc.getText('other').insert(0, FORGED)));
      return;
    case 'form':
      tab.forge(writtenAs(newClient(random), tab.ydoc, insertUnknownBlock));
      return;
    case 'garbled':
      tab.garble(Uint8Array.from({ length: random.int(1, 12) }, () => random.int(0, 255)));
  }
}

/** An honest edit by its form, of somebody who may not write. */
export function write(tab: Tab, random: Seeded): void {
  tab.forge(writtenAs(newClient(random), tab.ydoc, insertText));
}

const newClient = (random: Seeded) => random.int(1, 2 ** 32 - 1);

/** An update that changes `known`, written under the client id `client`. */
export function writtenAs(client: number, known: Y.Doc, change: (ydoc: Y.Doc) => void): Uint8Array {
  const ydoc = copyOf(known);
  const before = Y.encodeStateVector(ydoc);
  ydoc.clientID = client;
  change(ydoc);
  return Y.encodeStateAsUpdate(ydoc, before);
}

function withoutItsBeginning(known: Y.Doc, random: Seeded): Uint8Array {
  const ydoc = copyOf(known);
  ydoc.clientID = newClient(random);
  insertText(ydoc, '');
  const before = Y.encodeStateVector(ydoc);
  insertText(ydoc);
  return Y.encodeStateAsUpdate(ydoc, before);
}

export function insertText(ydoc: Y.Doc, words = FORGED): void {
  const paragraph = new Y.XmlElement('paragraph');
  paragraph.insert(0, [new Y.XmlText(words)]);
  ydoc.getXmlFragment(BODY).insert(0, [paragraph]);
}

function insertUnknownBlock(ydoc: Y.Doc): void {
  const block = new Y.XmlElement('script');
  block.insert(0, [new Y.XmlText(FORGED)]);
  ydoc.getXmlFragment(BODY).insert(0, [block]);
}

function copyOf(known: Y.Doc): Y.Doc {
  const ydoc = new Y.Doc({ guid: 'text' });
  ydoc.getXmlFragment(BODY);
  Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(known));
  return ydoc;
}
