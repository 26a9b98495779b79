import {
  HOLD_WORDS,
  HOLDS,
  type Hold,
  holdOf,
  POSITION_NAMES,
  type PositionKind,
} from '../../../domain/workflow/positions.ts';
import { type SectionStage, STAGE_NAMES } from '../../../domain/workflow/stages.ts';

/** A state on a section, as far as it is counted. */
export type CountedCell = {
  delegationId: string;
  position: { kind: PositionKind; digest: string } | null;
  standing: 'none' | 'stale' | 'current';
};

/**
 * How far a section is: how many states cleared it, and each that keeps it from being agreed, with its reason;
 * objections stand first, and who has only not answered yet last.
 */
export type Tally<S> = { states: number; cleared: number; holding: { state: S; why: string }[] };

/** Counts a section whose text has `digest`. `cells` are those of this section; a state without one has no position. */
export function tallyOf<S extends { id: string }>(
  digest: string,
  states: readonly S[],
  cells: readonly CountedCell[],
): Tally<S> {
  const tally: Tally<S> = { states: states.length, cleared: 0, holding: [] };
  const held: { state: S; hold: Hold }[] = [];
  for (const state of states) {
    const cell = cells.find(({ delegationId }) => delegationId === state.id);
    const position = cell?.position ? { ...cell.position, delegationId: state.id } : undefined;
    const hold = holdOf(position, digest);
    if (hold !== null) held.push({ state, hold });
    else if (position?.kind === 'cleared' || position?.kind === 'cleared_with_comment') tally.cleared += 1;
  }
  tally.holding = HOLDS.flatMap((reason) =>
    held.filter(({ hold }) => hold === reason).map(({ state }) => ({ state, why: HOLD_WORDS[reason].one })),
  );
  return tally;
}

const SHORT_NAMES: Record<PositionKind, string> = {
  cleared: 'Cleared',
  cleared_with_comment: 'Comment',
  ad_referendum: 'Ad ref.',
  reserve: 'Reserve',
  objection: 'Objection',
  abstains: 'Abstains',
  not_participating: 'Not part.',
};

/** The one word of a cell. Without a position it is `Awaited` while positions can be taken. */
export function shortWord(cell: Pick<CountedCell, 'position' | 'standing'>, stage: SectionStage): string {
  if (cell.position === null) return stage === 'clearance' ? 'Awaited' : 'None';
  return cell.standing === 'stale' ? 'Stale' : SHORT_NAMES[cell.position.kind];
}

/** The whole of what a cell says, for its name and its tooltip. */
export function fullWords(cell: Pick<CountedCell, 'position' | 'standing'>, stage: SectionStage): string {
  if (cell.position === null)
    return stage === 'clearance'
      ? 'no position yet, and it is awaited'
      : `no position; the section is in ${STAGE_NAMES[stage].toLowerCase()}`;
  const name = POSITION_NAMES[cell.position.kind].toLowerCase();
  return cell.standing === 'stale' ? `${name}, but stale: the text changed since` : name;
}
