import { setTimeout as delay } from 'node:timers/promises';
import * as Y from 'yjs';
import { MESSAGE } from '../../../domain/protocol.ts';
import { type Seeded, seeded } from '../seeded.ts';
import { anyEdit } from './any-edit.ts';
import { carets, glue, number, STEP, sync, update } from './bytes.ts';
import { forgedUpdate, harmed, noise } from './forgery.ts';
import { Intruder } from './intruder.ts';

/** What a storm sent, and how its sockets ended: how often with each code. */
export type StormReport = { sockets: number; messages: number; closes: Record<number, number> };

/**
 * Sends whatever comes of one seed to a section, as `userId`, until so many milliseconds are over: noise, messages
 * that are harmed, forged updates, and honest edits among them. Whenever its socket is closed it comes back.
 */
export async function stormBytes(
  { url, sectionId, userId }: { url: string; sectionId: string; userId: string },
  seed: number,
  durationMs: number,
): Promise<StormReport> {
  const random = seeded(seed);
  const report: StormReport = { sockets: 0, messages: 0, closes: {} };
  const endMs = performance.now() + durationMs;
  while (performance.now() < endMs) {
    const intruder = Intruder.knock(url, sectionId, userId);
    report.sockets += 1;
    const ended = intruder.ended.then(({ code }) => {
      report.closes[code] = (report.closes[code] ?? 0) + 1;
      return true;
    });
    const goesOn = async () => {
      await intruder.answer().catch(() => undefined); // a socket that was closed is seen in the next line
      return !(await Promise.race([ended, delay(0, false)])) && performance.now() < endMs;
    };
    while (await goesOn()) {
      for (let left = random.int(1, 20); left > 0; left -= 1) {
        intruder.send(anyMessage(random, intruder.replica));
        report.messages += 1;
      }
    }
    intruder.leave();
    await ended;
  }
  return report;
}

function anyMessage(random: Seeded, ydoc: Y.Doc): Uint8Array | string {
  const honest = () => random.pick(HONEST)(random, ydoc);
  switch (random.int(0, 19)) {
    case 0:
      return noise(random, random.int(0, 80));
    case 1:
      return random.chance(0.1) ? 'text' : glue(number(random.int(0, 3)), noise(random, random.int(0, 40)));
    case 2:
    case 3:
      return harmed(random, honest());
    case 4:
    case 5:
    case 6:
    case 7:
    case 8:
      return update(forgedUpdate(random, clocksOf(ydoc)));
    default:
      return honest();
  }
}

const HONEST: ((random: Seeded, ydoc: Y.Doc) => Uint8Array)[] = [
  (_random, ydoc) => sync(STEP.vector, Y.encodeStateVector(ydoc)),
  (random) => carets([random.int(1, 20), random.int(0, 1000), '{"cursor":null}']),
  () => number(MESSAGE.queryAwareness),
  (_random, ydoc) => update(Y.encodeStateAsUpdate(ydoc)),
  (random, ydoc) => {
    const before = Y.encodeStateVector(ydoc);
    anyEdit(random, ydoc);
    return update(Y.encodeStateAsUpdate(ydoc, before));
  },
];

const clocksOf = (ydoc: Y.Doc) =>
  [...Y.decodeStateVector(Y.encodeStateVector(ydoc))].map(([client, clock]) => ({ client, clock }));
