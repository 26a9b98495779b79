/**
 * Somebody who sends all that a server takes, in a process of its own: started by `attack`, given an {@link Attack}
 * over IPC, and ended by it. Comes back whenever it is closed.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setPriority } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { Address } from '../peers/peer.ts';
import { LoadSocket } from './socket.ts';
import { Typist } from './typist.ts';

/** What it sends again and again: the question for a text, or one update with so many letters. */
export type Attack = { address: Address; letters: number };

/** So much may wait in the attacker, in bytes. */
const AHEAD_BYTES = 1_000_000;
const NOTHING = Uint8Array.of(0);

/** Attacks for as long as `work` takes. */
export async function whileAttacked(attack: Attack, work: () => Promise<void>): Promise<void> {
  const child = fork(import.meta.filename);
  const ended = once(child, 'close');
  await once(child, 'message');
  child.send(attack);
  try {
    await work();
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
}

async function flood({ address, letters }: Attack): Promise<never> {
  const typist = new Typist(Uint8Array.of(0, 0));
  typist.prepare(letters);
  for (;;) {
    const socket = new LoadSocket(address);
    let isOver = false;
    void socket.closed.then(() => {
      isOver = true;
    });
    await Promise.race([socket.synced.catch(() => undefined), socket.closed]);
    const message = letters === 0 ? socket.frames.step1(NOTHING) : socket.frames.update(typist.everything());
    while (!isOver) {
      for (let bytes = 0; bytes < AHEAD_BYTES && socket.unsentBytes < AHEAD_BYTES; bytes += message.length)
        socket.send(message);
      await delay(1);
    }
    await delay(100);
  }
}

if (process.send && process.argv[1] === import.meta.filename) {
  setPriority(19); // what the machine lacks is to be lacking here
  process.once('message', (attack) => void flood(attack as Attack)); // sent by `whileAttacked`
  process.send('ready');
}
