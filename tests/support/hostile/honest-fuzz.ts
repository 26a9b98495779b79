import * as Y from 'yjs';
import { Shadow } from '../../../collab/gate.ts';
import { BODY } from '../../../domain/document/schema.ts';
import { documentOf } from '../../../domain/document/ydoc.ts';
import { type Seeded, seeded } from '../seeded.ts';
import { element, paragraph } from './text-tools.ts';

/** How many updates the gate took, and what it said of those that it did not. */
export type HonestOutcome = { taken: number; refused: string[]; areEqual: boolean };

/**
 * Has four people write at once for so many steps of one seed, with undo and redo, and long times without a
 * connection in which they delete what the others type in. Whoever is refused begins anew with the server's text.
 *
 * Of 44,000 such updates, nine are refused: Yjs's undo of an undo can put a word where two replicas would read
 * different texts, and does so here as rarely as that.
 */
export function fuzzHonest(seed: number, steps: number): HonestOutcome {
  const random = seeded(seed);
  const section = new Section(random);
  for (let step = 0; step < steps; step += 1) {
    const at = random.int(0, section.people.length - 1);
    if (random.chance(0.1)) section.sync(at);
    else section.people[at]?.act(random);
  }
  // Twice, since what the last one sends reaches the first only then.
  for (let at = 0; at < 2 * section.people.length; at += 1) section.sync(at % section.people.length);
  return { taken: section.taken, refused: section.refused, areEqual: section.areEqual() };
}

/** What the server has, and those who have it open. */
class Section {
  taken = 0;
  readonly refused: string[] = [];
  readonly people: Writer[];
  readonly #random: Seeded;
  #shadow: Shadow;

  constructor(random: Seeded) {
    this.#random = random;
    const ydoc = new Y.Doc();
    const begin = [paragraph('Agreed words stand here.'), paragraph('And more of them.')];
    ydoc.getXmlFragment(BODY).insert(0, begin);
    this.#shadow = new Shadow(ydoc, new Map());
    this.people = Array.from({ length: 4 }, () => this.#newcomer());
  }

  /** What two ends of a socket tell each other after some time without one. */
  sync(at: number): void {
    const person = this.people[at];
    if (!person) return;
    const committed = Y.encodeStateAsUpdate(this.#shadow.ydoc);
    const sent = Y.encodeStateAsUpdate(person.ydoc, this.#shadow.vector());
    const judgement = this.#shadow.judge(sent, person.name, true);
    if (judgement.kind === 'refused') {
      this.refused.push(judgement.why);
      const ydoc = new Y.Doc();
      Y.applyUpdate(ydoc, committed);
      this.#shadow = new Shadow(ydoc, new Map());
      this.people[at] = this.#newcomer();
      return;
    }
    if (judgement.kind === 'accepted') this.taken += 1;
    Y.applyUpdate(person.ydoc, this.#shadow.difference(Y.encodeStateVector(person.ydoc)), 'server');
  }

  areEqual(): boolean {
    const texts = [this.#newcomer(), ...this.people].map(({ ydoc }) => ydoc.getXmlFragment(BODY).toString());
    return new Set(texts).size === 1 && documentOf(this.#shadow.ydoc).content !== undefined;
  }

  #newcomer(): Writer {
    const writer = new Writer(this.#random.int(1, 2 ** 31));
    Y.applyUpdate(writer.ydoc, Y.encodeStateAsUpdate(this.#shadow.ydoc), 'server');
    return writer;
  }
}

class Writer {
  readonly name: string;
  readonly ydoc = new Y.Doc();
  readonly #undo: Y.UndoManager;

  constructor(client: number) {
    this.name = `writer ${client}`;
    this.ydoc.clientID = client;
    this.#undo = new Y.UndoManager(this.ydoc.getXmlFragment(BODY), { captureTimeout: 0 });
  }

  /** Does one thing that an editor does. */
  act(random: Seeded): void {
    const body = this.ydoc.getXmlFragment(BODY);
    const at = random.int(0, body.length);
    const block = body.get(Math.min(at, body.length - 1));
    switch (random.int(0, 9)) {
      case 0:
        body.insert(at, [paragraph('New.'), element('heading', {}, new Y.XmlText('H'))]);
        break;
      case 1:
        if (body.length > 1) body.delete(Math.min(at, body.length - 1), 1);
        break;
      case 2:
        if (block instanceof Y.XmlElement) block.setAttribute('id', `p-${random.int(1, 9)}`);
        break;
      case 3:
      case 4:
        this.#undo.undo();
        break;
      case 5:
        this.#undo.redo();
        break;
      default: {
        const text = block instanceof Y.XmlElement ? block.get(0) : null;
        if (text instanceof Y.XmlText) type(random, text);
      }
    }
  }
}

function type(random: Seeded, text: Y.XmlText): void {
  const from = random.int(0, text.length);
  const length = random.int(0, text.length - from);
  if (random.chance(0.6)) text.insert(from, random.pick(['word ', 'x', '船']));
  else if (random.chance(0.5)) text.delete(from, Math.min(length, 4));
  else text.format(from, length, { italic: random.pick([{}, null]) });
}
