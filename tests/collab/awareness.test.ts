import * as encoding from 'lib0/encoding';
import { expect, test } from 'vitest';
import { AwarenessBoard, type Identity } from '../../collab/awareness.ts';

const JAPAN: Identity = { userId: 'japan', name: 'A', code: 'JPN', tone: 1 };
const KOREA: Identity = { userId: 'korea', name: 'B', code: 'KOR', tone: 2 };

/** What a client says about carets: of each client id its clock and its state. */
function said(...states: [client: number, clock: number, state: object | null][]): Uint8Array {
  const encoder = encoding.createEncoder();
  encoding.writeVarUint(encoder, states.length);
  for (const [client, clock, state] of states) {
    encoding.writeVarUint(encoder, client);
    encoding.writeVarUint(encoder, clock);
    encoding.writeVarString(encoder, JSON.stringify(state));
  }
  return encoding.toUint8Array(encoder);
}

test('SEC3 a client makes the server remember a handful of carets, also when it takes each away at once', () => {
  const board = new AwarenessBoard();
  const socket = {};
  expect(board.take(said([1, 1, null], [2, 1, null]), socket, JAPAN, 0)).toBeNull();
  for (let client = 1; client <= 8; client += 1)
    expect(board.take(said([client, 1, {}], [client, 2, null]), socket, JAPAN, 0)).not.toBeNull();
  expect(board.take(said([9, 1, {}]), socket, JAPAN, 0)).toBeNull();
});

test('SEC3 nobody moves the caret of somebody else, also of somebody on another node', () => {
  const elsewhere = new AwarenessBoard();
  const here = new AwarenessBoard();
  const update = elsewhere.take(said([1, 1, { at: 3 }]), {}, JAPAN, 0);
  here.take(update ?? new Uint8Array(), null, null, 0);
  expect(here.take(said([1, 9, { at: 5 }]), {}, KOREA, 0)).toBeNull();
  expect(here.take(said([1, 9, null]), {}, KOREA, 0)).toBeNull();
  // Their own tab, which came over from the other node, may.
  expect(here.take(said([1, 9, { at: 5 }]), {}, JAPAN, 0)).not.toBeNull();
});
