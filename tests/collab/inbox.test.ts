import { describe, expect, test } from 'vitest';
import { createInboxes } from '../../collab/inbox.ts';

/** A server's clock and event loop by hand, and what its sockets' messages are taken for. */
function desk(costMs: number) {
  let nowMs = 0;
  let works: (() => void)[] = [];
  const taken: string[] = [];
  const reading = new Set<string>();
  const inboxOf = createInboxes(
    () => nowMs,
    (work) => works.push(work),
  );
  return {
    taken,
    reading,
    socket(name: string) {
      reading.add(name);
      const source = { pause: () => reading.delete(name), resume: () => reading.add(name) };
      const inbox = inboxOf(source, (message) => {
        taken.push(`${name}${message}`);
        nowMs += costMs;
      });
      return {
        hear: (...messages: number[]) => {
          for (const message of messages) inbox.add(Buffer.from(String(message)), true);
        },
        end: () => inbox.end(),
      };
    },
    turn() {
      const now = works;
      works = [];
      for (const work of now) work();
    },
    get isIdle() {
      return works.length === 0;
    },
  };
}

describe('an inbox', () => {
  test('GATE6 takes as many messages of one read as fit into a turn, and others have theirs in between', () => {
    const { socket, taken, reading, turn } = desk(0.4);
    const [a, b] = [socket('a'), socket('b')];
    a.hear(1, 2, 3, 4, 5, 6, 7);
    expect(taken).toEqual(['a1', 'a2', 'a3']);
    expect(reading).toEqual(new Set(['b']));
    b.hear(1, 2);
    turn();
    expect(taken.slice(3)).toEqual(['b1', 'b2', 'a4', 'a5', 'a6']);
    expect(reading).toEqual(new Set(['b']));
    turn();
    expect(taken.slice(8)).toEqual(['a7']);
    expect(reading).toEqual(new Set(['a', 'b']));
  });

  test('GATE6 takes messages in order, also one that comes while others wait', () => {
    const { socket, taken, turn } = desk(1);
    const a = socket('a');
    a.hear(1, 2, 3);
    turn();
    a.hear(4);
    for (let i = 0; i < 4; i += 1) turn();
    expect(taken).toEqual(['a1', 'a2', 'a3', 'a4']);
  });

  test('SYNC1 takes what waits when its socket ends', () => {
    const { socket, taken } = desk(1);
    const a = socket('a');
    a.hear(1, 2, 3);
    a.end();
    expect(taken).toEqual(['a1', 'a2', 'a3']);
  });

  test('GATE6 leaves the loop alone when nothing comes', () => {
    const one = desk(0.1);
    one.socket('a').hear(1);
    one.turn();
    expect([one.taken, one.isIdle]).toEqual([['a1'], true]);
  });
});
