import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'vitest';
import type { RefusalReason } from '../../../collab/meters.ts';
import { CLOSE } from '../../../domain/protocol.ts';
import { until } from '../live.ts';
import { type Evidence, sentEvidence, shownEvidence, storedEvidence } from './evidence.ts';
import { Intruder } from './intruder.ts';
import type { Refusals, Scene } from './scene.ts';

/** What whoever puts an attack together has at hand. */
export type Hand = {
  intruder: Intruder;
  /** A word that stands nowhere else. */
  mark: string;
  /** The client id of somebody else, who is not here. */
  absentClient: number;
  /** The client id of somebody else, whose caret is here. */
  colleague: number;
};

/** How the node has to take it: as documented, and counted once for that reason. */
export type Outcome =
  | { closes: number; reason: RefusalReason }
  /** The socket goes on, and something was dropped, or nothing was wrong. */
  | { stays: RefusalReason | null };

export type Attack = {
  name: string;
  /** Who does it; somebody who may write, unless it says otherwise. */
  as?: 'reader';
  messages(hand: Hand): (Uint8Array | string)[];
  outcome: Outcome;
};

export const malformed: Outcome = { closes: CLOSE.malformed, reason: 'malformed' };
export const refused = (reason: RefusalReason): Outcome => ({ closes: CLOSE.refused, reason });

/** A socket that is not closed after so long will never be. */
const CLOSES_WITHIN_MS = 10_000;

let marks = 0;

/** Carries out an attack, and expects that nobody but its author notices: neither Postgres, nor the others, nor the log. */
export async function suffer(scene: Scene, attack: Attack): Promise<void> {
  marks += 1;
  const mark = `Zembla${marks}Zembla`;
  const traces = await tracesIn(scene);
  const refusals = await scene.refusals();
  scene.witness.heard.length = 0;

  const intruder = await Intruder.enter(scene.url, scene.sectionId, scene.people[attack.as ?? 'writer']);
  try {
    const colleague = scene.pairs.here.reader.ydoc.clientID;
    const hand = { intruder, mark, absentClient: scene.absent.client, colleague };
    for (const message of attack.messages(hand)) intruder.send(message);
    await expectOutcome(intruder, attack.outcome);
    await until(
      async () => changes(refusals, await scene.refusals()).length > 0 || !reasonOf(attack.outcome),
    );
    await scene.nextKeys();
    const reason = reasonOf(attack.outcome);
    expect(changes(refusals, await scene.refusals())).toEqual(reason ? [[reason, 1]] : []);
    expect(await tracesIn(scene)).toEqual(traces);
    expect(scene.witness.heard.filter((message) => message.includes(mark))).toEqual([]);
    expect(scene.lines.filter((line) => line.includes(mark))).toEqual([]);
  } finally {
    intruder.leave();
  }
}

export async function expectOutcome(intruder: Intruder, outcome: Outcome): Promise<void> {
  if ('stays' in outcome) return intruder.answer();
  const open = delay(CLOSES_WITHIN_MS, { code: 'still open' }, { ref: false });
  expect(await Promise.race([intruder.ended, open])).toMatchObject({ code: outcome.closes });
}

const reasonOf = (outcome: Outcome): RefusalReason | null =>
  'closes' in outcome ? outcome.reason : outcome.stays;

/** What was counted more often, and by how much. */
export function changes(before: Refusals, after: Refusals): [string, number][] {
  return Object.entries(after)
    .map(([reason, count]): [string, number] => [reason, count - (before[reason as RefusalReason] ?? 0)]) // its own keys
    .filter(([, more]) => more !== 0);
}

async function tracesIn({
  database,
  url,
  sectionId,
  people,
  pairs,
}: Scene): Promise<Record<string, Evidence>> {
  return {
    stored: await storedEvidence(database.db, sectionId),
    shown: shownEvidence(pairs.here),
    sent: await sentEvidence(url, sectionId, people.reader),
  };
}
