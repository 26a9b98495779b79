import * as Y from 'yjs';
import { BODY } from '../../../domain/document/schema.ts';
import { type Attack, type Hand, malformed, refused } from './attack.ts';
import { glue, number, STEP, sized, sync, text, update } from './bytes.ts';
import { canaryIn, edit, element, elsewhere, insertAnything, paragraph } from './text-tools.ts';
import { behind, CONTENT, inRoot, inType, type Said, element as typeOf, yjsUpdate } from './yjs-bytes.ts';

/** A client id that nobody uses. */
const MINE = 4_000_000_001;

const forged = (
  name: string,
  outcome: Attack['outcome'],
  body: (hand: Hand) => { said?: Said[]; deleted?: Parameters<typeof yjsUpdate>[1] },
): Attack => ({
  name,
  outcome,
  messages: (hand) => {
    const { said = [], deleted = [] } = body(hand);
    return [update(yjsUpdate(said, deleted))];
  },
});

/** One struct of a new client. */
const mine = (...structs: Uint8Array[]): { said: Said[] } => ({
  said: [{ client: MINE, clock: 0, structs }],
});

const otherRoot = (name: string, change: (ydoc: Y.Doc, mark: string) => void): Attack => ({
  name,
  messages: ({ mark }) => elsewhere((ydoc) => change(ydoc, mark)),
  outcome: refused('unknown_root'),
});

/** The ids of the canary's block, and of the first and the last unit of its text. */
function canaryOf({ intruder }: Hand): { block: Y.ID; first: Y.ID; last: Y.ID } {
  const { block, text } = canaryIn(intruder.replica);
  const first = text._start;
  if (!block._item || !first) throw new Error('there is no canary');
  return { block: block._item.id, first: first.id, last: first.lastId };
}

/** Writes a paragraph of `mark` under so many new client ids. */
function writeAsMany(hand: Hand, replicas: number): Uint8Array[] {
  return edit(hand, (_body, ydoc) => {
    for (let i = 0; i < replicas; i += 1) {
      const other = new Y.Doc();
      other.getXmlFragment(BODY).insert(0, [paragraph(hand.mark)]);
      Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(other));
    }
  });
}

/** Updates under a false name, with something missing, outside the body, or put together so that Yjs trips. */
export const forgedUpdates: Attack[] = [
  forged(
    'an update under the client id of somebody else',
    refused('foreign_client'),
    ({ intruder, absentClient, mark }) => ({
      said: [
        {
          client: absentClient,
          clock: Y.getState(intruder.replica.store, absentClient),
          structs: [inRoot(BODY, CONTENT.type, typeOf(mark))],
        },
      ],
    }),
  ),
  forged(
    'somebody else’s operations with others behind them',
    refused('foreign_client'),
    ({ absentClient, mark }) => ({
      said: [
        {
          client: absentClient,
          clock: 0,
          structs: [glue(CONTENT.gc, number(1000)), inRoot(BODY, CONTENT.string, text(mark))],
        },
      ],
    }),
  ),
  {
    name: '201 new client ids',
    messages: (hand) => writeAsMany(hand, 201),
    outcome: refused('too_many_replicas'),
  },
  {
    name: 'a change with another one before it that was not sent',
    messages: (hand) => {
      edit(hand, (body) => body.insert(0, [paragraph('Never sent.')]));
      return edit(hand, (body) => (body.get(0) as Y.XmlElement).insert(0, [new Y.XmlText(hand.mark)]));
    },
    outcome: refused('gap'),
  },
  forged('a client that begins at its operation 5', refused('gap'), ({ mark }) => ({
    said: [{ client: MINE, clock: 5, structs: [inRoot(BODY, CONTENT.string, text(mark))] }],
  })),
  forged('a gap within the update', refused('gap'), ({ mark }) => ({
    said: [
      {
        client: MINE,
        clock: 0,
        structs: [glue(CONTENT.skip, number(5)), inRoot(BODY, CONTENT.string, text(mark))],
      },
    ],
  })),
  forged('a character behind one that there is not', refused('gap'), ({ mark }) =>
    mine(behind(MINE + 1, 7, CONTENT.string, text(mark))),
  ),
  forged('a character in a block that there is not', refused('gap'), ({ mark }) =>
    mine(inType(MINE + 1, 7, CONTENT.string, text(mark))),
  ),
  forged('two characters that each stand behind the other', refused('gap'), () => ({
    said: [
      { client: MINE + 1, clock: 0, structs: [behind(MINE, 0, CONTENT.string, text('a'))] },
      { client: MINE, clock: 0, structs: [behind(MINE + 1, 0, CONTENT.string, text('b'))] },
    ],
  })),
  forged('a character that stands behind itself', refused('gap'), () =>
    mine(behind(MINE, 0, CONTENT.string, text('a'))),
  ),
  forged('a deletion of what there is not', refused('gap'), () => ({
    deleted: [{ client: MINE, clock: 0, length: 1 }],
  })),
  forged('a deletion of more than there is', refused('gap'), ({ absentClient }) => ({
    deleted: [{ client: absentClient, clock: 0, length: 2 ** 20 }],
  })),

  otherRoot('a map beside the body', (ydoc, mark) => ydoc.getMap('other').set(mark, 1)),
  otherRoot('a text beside the body', (ydoc, mark) => ydoc.getText('other').insert(0, mark)),
  otherRoot('an element text beside the body', (ydoc, mark) => ydoc.get('', Y.XmlText).insert(0, mark)),
  otherRoot('a block beside the body', (ydoc, mark) =>
    ydoc.getXmlFragment('__proto__').insert(0, [paragraph(mark)]),
  ),
  otherRoot('attributes of the body', (ydoc, mark) => ydoc.getMap(BODY).set('class', mark)),
  otherRoot('an attribute of the body called constructor', (ydoc, mark) =>
    ydoc.getMap(BODY).set('constructor', mark),
  ),
  otherRoot('a block in an attribute of the body', (ydoc, mark) => ydoc.getMap(BODY).set('x', element(mark))),
  otherRoot('a block beside one that is as it should be', (ydoc, mark) => {
    ydoc.getXmlFragment(BODY).insert(0, [paragraph(mark)]);
    ydoc.getXmlFragment('other').insert(0, [paragraph(mark)]);
  }),

  ...[90, 2000, 40_000].map((depth) =>
    forged(`blocks ${depth} deep`, refused('form'), () =>
      mine(
        ...Array.from({ length: depth }, (_, i) =>
          i === 0
            ? inRoot(BODY, CONTENT.type, typeOf('bulletList'))
            : inType(MINE, i - 1, CONTENT.type, typeOf(i % 2 === 0 ? 'bulletList' : 'listItem')),
        ),
      ),
    ),
  ),
  forged('a stretch of no length', malformed, () => mine(inRoot(BODY, CONTENT.deleted, number(0)))),
  forged('text of no length', malformed, () => mine(inRoot(BODY, CONTENT.string, text('')))),
  forged('a deletion of no length', malformed, ({ absentClient }) => ({
    deleted: [{ client: absentClient, clock: 0, length: 0 }],
  })),
  forged('a stretch without end', malformed, () => mine(glue(CONTENT.gc, number(2 ** 53 - 1)))),
  forged('a word within a character', refused('form'), (hand) => {
    const { last } = canaryOf(hand);
    return mine(behind(last.client, last.clock - 1, CONTENT.string, text(hand.mark)));
  }),
  forged('what is known already, put within a character', { stays: null }, (hand) => {
    const { first, last } = canaryOf(hand);
    const known = behind(last.client, last.clock - 1, CONTENT.string, text('A'));
    return { said: [{ client: first.client, clock: first.clock, structs: [known] }] };
  }),
  forged('a word behind one of one list and before one of another', refused('form'), (hand) => {
    const { block, first } = canaryOf(hand);
    const ids = glue(number(first.client), number(first.clock), number(block.client), number(block.clock));
    return mine(glue(CONTENT.string | 0xc0, ids, text(hand.mark)));
  }),
  forged('a link to a script, around no word yet', refused('form'), (hand) => {
    const { first } = canaryOf(hand);
    const link = glue(text('link'), text('{"href":"javascript:alert(1)"}'));
    return mine(
      behind(first.client, first.clock, CONTENT.format, link),
      behind(MINE, 0, CONTENT.format, glue(text('link'), text('null'))),
    );
  }),
  forged('half a character in a caption', refused('form'), () =>
    mine(
      inRoot(BODY, CONTENT.type, typeOf('figure')),
      glue(
        CONTENT.json | 0x20,
        number(0),
        number(MINE),
        number(0),
        text('caption'),
        number(1),
        text('"a\\ud83d"'),
      ),
    ),
  ),
  forged('half a character in the bytes of a text', malformed, () =>
    mine(inRoot(BODY, CONTENT.string, sized(glue(0x61, 0xed, 0xa0, 0xbd)))),
  ),
  forged('content of a kind that there is not', malformed, () => mine(inRoot(BODY, 0x1f, text('x')))),
  forged('a shared type of a kind that there is not', malformed, () =>
    mine(inRoot(BODY, CONTENT.type, number(99))),
  ),
  forged('text that is no UTF-8', malformed, () =>
    mine(inRoot(BODY, CONTENT.string, sized(glue(0xc3, 0x28)))),
  ),
  forged('an embedded object that is no JSON', malformed, () =>
    mine(inRoot(BODY, CONTENT.embed, text('{x'))),
  ),
  forged('an attribute nested 100,000 deep', malformed, () =>
    mine(
      inRoot(
        BODY,
        CONTENT.any,
        glue(number(1), ...Array.from({ length: 100_000 }, () => glue(117, 1)), 126),
        'id',
      ),
    ),
  ),
  {
    name: 'an update with something behind it',
    messages: ({ mark }) => [sync(STEP.update, glue(0, 0, text(mark)))],
    outcome: malformed,
  },
  {
    name: 'an answer with something behind its update',
    messages: ({ mark }) => [sync(STEP.answer, glue(0, 0, text(mark)))],
    outcome: malformed,
  },

  {
    name: 'a word from somebody who may only read',
    as: 'reader',
    messages: (hand) => edit(hand, (body) => body.insert(0, [paragraph(hand.mark)])),
    outcome: refused('not_allowed'),
  },
  {
    name: 'a deletion from somebody who may only read',
    as: 'reader',
    messages: (hand) => edit(hand, (_body, ydoc) => canaryIn(ydoc).text.delete(0, 6)),
    outcome: refused('not_allowed'),
  },
  {
    name: 'a mark from somebody who may only read',
    as: 'reader',
    messages: (hand) => edit(hand, (_body, ydoc) => canaryIn(ydoc).text.format(0, 6, { italic: {} })),
    outcome: refused('not_allowed'),
  },
  {
    name: 'an unknown node from somebody who may only read',
    as: 'reader',
    messages: (hand) => edit(hand, (body) => insertAnything(body, 0, [element(hand.mark)])),
    outcome: refused('not_allowed'),
  },
  {
    name: 'what is known already from somebody who may only read',
    as: 'reader',
    messages: ({ intruder }) => [update(Y.encodeStateAsUpdate(intruder.replica))],
    outcome: { stays: null },
  },
  {
    name: 'what is known already under the client ids of others',
    messages: ({ intruder }) => [update(Y.encodeStateAsUpdate(intruder.replica))],
    outcome: { stays: null },
  },
];
