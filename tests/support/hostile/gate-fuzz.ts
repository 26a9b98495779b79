import * as Y from 'yjs';
import { Shadow } from '../../../collab/gate.ts';
import { cutUp } from '../../../collab/heavy/cut-up.ts';
import { mergeMany } from '../../../collab/heavy/merging.ts';
import { placingOf } from '../../../collab/placing.ts';
import { findFault } from '../../../domain/document/check.ts';
import { BODY } from '../../../domain/document/schema.ts';
import { checkedDocument, documentOf } from '../../../domain/document/ydoc.ts';
import { type Seeded, seeded } from '../seeded.ts';
import { anyEdit } from './any-edit.ts';
import { forgedUpdate, harmed, noise } from './forgery.ts';
import { element, paragraph } from './text-tools.ts';

/** How often each outcome was met. */
export type Outcomes = Record<string, number>;

/** The text is begun anew after so many accepted updates, so that each costs little to check. */
const ACCEPTED_PER_TEXT = 40;

/**
 * Has the gate judge so many updates of one seed, whole and harmed, honest and forged, and compares with the check
 * of the whole document, which knows nothing of what has changed. Throws where the gate accepts what that refuses,
 * or refuses as unfit what that takes, or where the text cannot be stored and read again.
 */
export function fuzzGate(seed: number, steps: number): Outcomes {
  const random = seeded(seed);
  const outcomes: Outcomes = {};
  const count = (what: string) => {
    outcomes[what] = (outcomes[what] ?? 0) + 1;
  };
  let stage = new Stage();
  for (let step = 0; step < steps; step += 1) {
    const { update, isHonest } = anyUpdate(random, stage);
    try {
      count(stage.judge(update, isHonest));
    } catch (error) {
      throw new Error(`seed ${seed}, step ${step}, update ${Buffer.from(update).toString('hex')}`, {
        cause: error,
      });
    }
    if (stage.accepted >= ACCEPTED_PER_TEXT) stage = new Stage();
  }
  return outcomes;
}

function anyUpdate(random: Seeded, stage: Stage): { update: Uint8Array; isHonest: boolean } {
  const edited = () => {
    const peer = stage.copy();
    peer.clientID = random.int(1, 2 ** 31); // else drawn anew in each run
    const before = Y.encodeStateVector(peer);
    for (let left = random.int(1, 2); left > 0; left -= 1) anyEdit(random, peer);
    return Y.encodeStateAsUpdate(peer, before);
  };
  const forged = () =>
    forgedUpdate(
      random,
      [...Y.decodeStateVector(stage.vector)].map(([client, clock]) => ({ client, clock })),
    );
  switch (random.int(0, 9)) {
    case 0:
      return { update: noise(random, random.int(0, 60)), isHonest: false };
    case 1:
    case 2:
      return { update: harmed(random, edited()), isHonest: false };
    case 3:
      return { update: harmed(random, forged()), isHonest: false };
    case 4:
    case 5:
      return { update: edited(), isHonest: true };
    default:
      return { update: forged(), isHonest: false };
  }
}

/** A section as the gate has it, and as Postgres and everybody else would. */
class Stage {
  accepted = 0;
  readonly #payloads: Uint8Array[] = [];
  #shadow: Shadow;
  /** Something was put between what nobody can have seen side by side: then Yjs promises no equal texts. */
  #isStrange = false;
  #stored = new Y.Doc();

  constructor() {
    const begun = new Y.Doc();
    begun.clientID = 7;
    begun
      .getXmlFragment(BODY)
      .insert(0, [
        paragraph('Agreed words stand here.'),
        element('heading', { id: 'h-1' }, new Y.XmlText('Heading')),
        element('table', {}, element('tableRow', {}, element('tableCell', {}, paragraph('Cell.')))),
      ]);
    this.#payloads.push(Y.encodeStateAsUpdate(begun));
    Y.applyUpdate(this.#stored, mergeMany(this.#payloads));
    this.#shadow = this.#load();
  }

  get vector(): Uint8Array {
    return Y.encodeStateVector(this.#stored);
  }

  /** A replica that has everything. */
  copy(): Y.Doc {
    const ydoc = new Y.Doc();
    Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(this.#stored));
    ydoc.getXmlFragment(BODY);
    return ydoc;
  }

  /** Has the gate judge an update, checks what it says, and returns that in a word. */
  judge(update: Uint8Array, isHonest: boolean): string {
    let judgement: ReturnType<Shadow['judge']>;
    try {
      judgement = this.#shadow.judge(update, 'somebody', true);
    } catch {
      if (isHonest) throw new Error('what Yjs wrote was not read');
      this.#shadow = this.#load();
      return 'malformed';
    }
    switch (judgement.kind) {
      case 'accepted':
        this.#keep(judgement.payload);
        return 'accepted';
      case 'nothing_new':
        equal(
          documentOf(this.#shadow.ydoc),
          documentOf(this.#stored),
          'nothing was new, and the text differs',
        );
        return 'nothing_new';
      case 'refused':
        if (
          judgement.reason === 'form' &&
          judgement.applied &&
          isHonest &&
          !this.#isStrange &&
          !faultIn(this.#shadow.ydoc)
        )
          throw new Error(`what fits was refused: ${judgement.why}`);
        if (judgement.applied) this.#shadow = this.#load();
        return judgement.reason;
    }
  }

  #keep(payload: Uint8Array): void {
    this.accepted += 1;
    const { ydoc } = this.#shadow;
    mustFit(ydoc);
    equal(this.#shadow.document(), documentOf(ydoc), 'the text kept block by block differs');
    this.#payloads.push(payload);
    Y.applyUpdate(this.#stored, payload);
    const readings = {
      'what is passed on': this.#stored,
      'the log': readFrom([mergeMany(this.#payloads)]),
      'the snapshot in pieces': readFrom(cutUp(Y.encodeStateAsUpdate(ydoc))),
    };
    for (const [name, reading] of Object.entries(readings)) {
      mustFit(reading);
      if (!this.#isStrange) equal(documentOf(reading), documentOf(ydoc), `${name} does not give the text`);
    }
  }
  #load(): Shadow {
    const ydoc = this.copy();
    ydoc.on('afterTransaction', (transaction) => {
      if (placingOf(transaction, ydoc.store.clients.keys()) !== 'between') this.#isStrange = true;
    });
    return new Shadow(ydoc, new Map());
  }
}

function readFrom(updates: Uint8Array[]): Y.Doc {
  const ydoc = new Y.Doc();
  for (const update of updates) Y.applyUpdate(ydoc, update);
  if (ydoc.store.pendingStructs || ydoc.store.pendingDs) throw new Error('something is missing');
  return ydoc;
}

function mustFit(ydoc: Y.Doc): void {
  const fault = faultIn(ydoc);
  if (fault) throw new Error(`what does not fit was accepted: ${fault}`);
}

/** What is wrong with a document, looked at as a whole; null: nothing. */
function faultIn(ydoc: Y.Doc): string | null {
  if (ydoc.store.pendingStructs || ydoc.store.pendingDs) return 'something is missing';
  const roots = [...ydoc.share.keys()].filter((root) => root !== BODY);
  if (roots.length > 0) return `there is a root ${roots}`;
  if (
    ydoc
      .getXmlFragment(BODY)
      .toArray()
      .some((child) => !(child instanceof Y.XmlElement))
  )
    return 'something in the body is no block';
  try {
    const document = documentOf(ydoc);
    checkedDocument(document);
    return document.content?.map(findFault).find(Boolean) ?? null;
  } catch (error) {
    return String(error);
  }
}

function equal(one: unknown, other: unknown, otherwise: string): void {
  const sorted = (value: unknown) =>
    JSON.stringify(value, (_key, inner) =>
      inner && typeof inner === 'object' && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
        : inner,
    );
  if (sorted(one) !== sorted(other)) throw new Error(`${otherwise}: ${sorted(one)} and ${sorted(other)}`);
}
