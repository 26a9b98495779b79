import { atStart, inSentence } from '../state-names.ts';
import type { Verdict } from './permissions.ts';
import { holdsUp, type Position } from './positions.ts';

/** A participating state as a sentence names it. */
export type State = { id: string; shortName: string };

/**
 * Whether a section whose text has `digest` can be marked as agreed: only when no state holds it up. Otherwise
 * the sentence names each state and its reason, in the order given. `positions` holds each state's newest.
 */
export function mayAgree(states: State[], positions: Position[], digest: string): Verdict {
  const reasons = states.flatMap((state) => {
    const position = positions.find(({ delegationId }) => delegationId === state.id);
    const why = holdsUp(position, digest);
    return why ? [{ name: state.shortName, why }] : [];
  });
  if (reasons.length === 0) return { allowed: true };
  const parts = reasons.map(({ name, why }, i) => `${i === 0 ? atStart(name) : inSentence(name)} ${why}`);
  return { allowed: false, why: `${parts.join('; ')}.` };
}
