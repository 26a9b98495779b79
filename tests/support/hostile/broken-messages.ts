import * as Y from 'yjs';
import { EMPTY_OUTLINE } from '../../../domain/document/outline.ts';
import { encodeHello, encodeNotice, encodeOutline, encodeSaved, MESSAGE } from '../../../domain/protocol.ts';
import { type Attack, malformed } from './attack.ts';
import { carets, caretsOf, glue, number, STEP, sized, sync, text, update } from './bytes.ts';

/** A number of twelve bytes, far past 2^53. */
const HUGE = glue(...Array.from({ length: 11 }, () => 0xff), 0x01);
const NO_UPDATE = Uint8Array.of(0, 0);
const NO_VECTOR = Uint8Array.of(0);

const broken = (name: string, message: Uint8Array | string): Attack => ({
  name,
  messages: () => [message],
  outcome: malformed,
});

/** Messages that are none of the protocol, whatever the section holds. */
export const brokenMessages: Attack[] = [
  broken('a message of no bytes', glue()),
  broken('a kind that is cut off', glue(0x80)),
  broken('a kind of twelve bytes', glue(HUGE, NO_UPDATE)),
  ...[4, 99, 104, 127, 2 ** 40].map((kind) =>
    broken(`the unknown kind ${kind}`, glue(number(kind), sized(NO_UPDATE))),
  ),
  broken('auth, which nobody sends', glue(number(MESSAGE.auth), number(0), text('let me in'))),
  broken('the server’s own saved', encodeSaved(7)),
  broken('the server’s own notice', encodeNotice({ code: 'removed', message: 'Go away.' })),
  broken('the server’s own hello', encodeHello({ schema: 1, connection: '5f0c', mayWrite: true, why: null })),
  broken('the server’s own outline', encodeOutline({ sectionId: 'b7', outline: EMPTY_OUTLINE })),

  broken('sync without a step', glue(number(MESSAGE.sync))),
  broken('sync with a step that is cut off', glue(number(MESSAGE.sync), 0x82)),
  ...[3, 7, 2 ** 40].map((step) => broken(`the unknown step ${step}`, sync(step, NO_UPDATE))),
  broken('sync without bytes', glue(number(MESSAGE.sync), number(STEP.update))),
  broken(
    'bytes that are fewer than they say',
    glue(number(MESSAGE.sync), number(STEP.update), sized(NO_UPDATE, 100)),
  ),
  broken('bytes of 2 GB', glue(number(MESSAGE.sync), number(STEP.update), sized(NO_UPDATE, 2 ** 31))),
  broken('bytes of 9 PB', glue(number(MESSAGE.sync), number(STEP.update), sized(NO_UPDATE, 2 ** 53 - 1))),
  broken(
    'bytes of a length that is no number',
    glue(number(MESSAGE.sync), number(STEP.update), HUGE, NO_UPDATE),
  ),
  broken('something behind an update', glue(update(NO_UPDATE), 7)),
  broken('something behind an answer', glue(sync(STEP.answer, NO_UPDATE), update(NO_UPDATE))),
  broken('something behind a state vector', glue(sync(STEP.vector, NO_VECTOR), 0)),
  broken('something behind a question for carets', glue(number(MESSAGE.queryAwareness), 0)),
  broken('something behind carets', glue(carets([1, 1, '{}']), 0)),
  broken('text for a message that exists in bytes', '\u0003'),
  broken('JSON in text', '{"type":"sync"}'),
  broken('empty text', ''),

  broken('a state vector of no bytes', sync(STEP.vector, glue())),
  broken('a state vector that is cut off', sync(STEP.vector, glue(2, 7, 5, 8))),
  broken('a state vector of two thousand million clients', sync(STEP.vector, glue(number(2 ** 31), 7, 5))),
  broken('a state vector of a number that is none', sync(STEP.vector, glue(1, HUGE, 5))),

  broken('an update of no bytes', update(glue())),
  broken('an answer of no bytes', sync(STEP.answer, glue())),
  broken('an update that is no more than three bytes', update(glue(255, 255, 255))),
  broken('an update of two thousand million clients', update(glue(number(2 ** 31), 0))),
  broken('an update of two thousand million structs', update(glue(1, number(2 ** 31), 7, 0, 0x84))),
  broken('an update without its deletions', update(glue(0))),
  broken('an update of two thousand million deletions', update(glue(0, number(2 ** 31)))),
  broken('an update in the second version of the format', update(secondVersion())),

  broken('carets of no bytes', caretsOf(glue())),
  broken('carets that are cut off', caretsOf(glue(1, 7, 1))),
  broken('two thousand million carets', caretsOf(glue(number(2 ** 31), 7, 1, text('{}')))),
  broken('a caret whose state is cut off', caretsOf(glue(1, 7, 1, sized(Buffer.from('{}'), 50)))),
  broken('a caret whose state is no JSON', carets([7, 1, '{cursor}'])),
  broken('a caret whose state is empty', carets([7, 1, ''])),
  broken('a caret whose state is half a character', caretsOf(glue(1, 7, 1, sized(glue(0xc3))))),
  broken('a caret of a client that is no number', caretsOf(glue(1, HUGE, 1, text('{}')))),
  broken('an update where carets belong', caretsOf(plainUpdate())),
  broken('a state vector where carets belong', caretsOf(Y.encodeStateVector(new Map([[2 ** 30, 5]])))),
];

function plainUpdate(): Uint8Array {
  const ydoc = new Y.Doc();
  ydoc.getText('body').insert(0, 'x');
  return Y.encodeStateAsUpdate(ydoc);
}

function secondVersion(): Uint8Array {
  const ydoc = new Y.Doc();
  ydoc.getText('body').insert(0, 'words enough to be told apart');
  return Y.encodeStateAsUpdateV2(ydoc);
}
