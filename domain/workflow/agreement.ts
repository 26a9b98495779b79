import { atStart, inSentence } from '../state-names.ts';
import type { Verdict } from './permissions.ts';
import { HOLD_WORDS, HOLDS, type Hold, holdOf, type Position } from './positions.ts';

/** A participating state as a sentence names it. */
export type State = { id: string; shortName: string };

/** More states than these with one reason are counted: a sentence of all their names is not read. */
const MOST_NAMED = 3;

/**
 * Whether a section whose text has `digest` can be marked as agreed: only when no state holds it up. Otherwise
 * the sentence gives each reason with its states, objections first: by name, or where there are many, as a
 * count. Who objects is always named. `positions` holds each state's newest.
 */
export function mayAgree(states: State[], positions: Position[], digest: string): Verdict {
  const held = states.map((state) => ({
    name: state.shortName,
    hold: holdOf(
      positions.find(({ delegationId }) => delegationId === state.id),
      digest,
    ),
  }));
  const parts = HOLDS.flatMap((reason) =>
    clausesOf(
      reason,
      held.filter(({ hold }) => hold === reason).map(({ name }) => name),
    ),
  );
  const [first, ...rest] = parts;
  if (!first) return { allowed: true };
  const why = [atStart(first.who) + first.does, ...rest.map(({ who, does }) => inSentence(who) + does)];
  return { allowed: false, why: `${why.join('; ')}.` };
}

function clausesOf(reason: Hold, names: string[]): { who: string; does: string }[] {
  const { one, many } = HOLD_WORDS[reason];
  if (reason !== 'objection' && names.length > MOST_NAMED)
    return [{ who: `${names.length} states`, does: ` ${many}` }];
  return names.map((who) => ({ who, does: ` ${one}` }));
}
