import * as Y from 'yjs';
import { BODY } from '../../../domain/document/schema.ts';
import { readTrace } from '../../support/trace.ts';

/** A text as it was typed: each keystroke's update in order, and all of them in one. */
export type History = { updates: Uint8Array[]; state: Uint8Array; clients: number[] };

/**
 * The recording of two people at one text, as often as it takes to have `keystrokes` of them: each further time in
 * a paragraph of its own, by two other clients, as when a section grows over months.
 */
export function historyOf(keystrokes: number): History {
  const { steps } = readTrace();
  const patches = steps.flatMap((step) => step.patches.map((patch) => ({ agent: step.agent, patch })));
  const [ydoc, other] = [new Y.Doc(), new Y.Doc()];
  const updates: Uint8Array[] = [];
  const clients: number[] = [];
  const exchange = (from: Y.Doc, to: Y.Doc) =>
    from.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === 'other') return;
      updates.push(update);
      Y.applyUpdate(to, update, 'other');
    });
  exchange(ydoc, other);
  exchange(other, ydoc);
  for (let i = 0; updates.length < keystrokes; i += 1) {
    const { agent, patch } = patches[i % patches.length] ?? patches[0] ?? { agent: 0, patch: [0, 0, ''] };
    if (i % patches.length === 0) {
      for (const doc of [ydoc, other]) doc.clientID = freshClient();
      clients.push(ydoc.clientID, other.clientID);
      beginParagraph(ydoc, `h${i}`);
    }
    const [position, deleted, inserted] = patch;
    const writer = agent === 0 ? ydoc : other;
    const text = lastText(writer);
    writer.transact(() => {
      // The recording was of concurrent edits, and here they come one after the other.
      const at = Math.min(position, text.length);
      if (deleted > 0) text.delete(at, Math.min(deleted, text.length - at));
      if (inserted) text.insert(at, inserted);
    });
  }
  return { updates, state: Y.encodeStateAsUpdate(ydoc), clients };
}

const freshClient = (): number => new Y.Doc().clientID;

function beginParagraph(ydoc: Y.Doc, id: string): void {
  ydoc.transact(() => {
    const paragraph = new Y.XmlElement('paragraph');
    paragraph.setAttribute('id', id);
    paragraph.insert(0, [new Y.XmlText()]);
    ydoc.getXmlFragment(BODY).push([paragraph]);
  });
}

function lastText(ydoc: Y.Doc): Y.XmlText {
  const body = ydoc.getXmlFragment(BODY);
  const paragraph = body.get(body.length - 1) as Y.XmlElement; // beginParagraph put it there, with its text
  return paragraph.get(0) as Y.XmlText;
}
