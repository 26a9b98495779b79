/** The positions that a state can take on a text. `tacit` is not among them: nobody takes it, silence does. */
export const POSITION_KINDS = [
  'cleared',
  'cleared_with_comment',
  'ad_referendum',
  'reserve',
  'objection',
  'abstains',
  'not_participating',
] as const;
export type PositionKind = (typeof POSITION_KINDS)[number];

export const POSITION_NAMES: Record<PositionKind, string> = {
  cleared: 'Cleared',
  cleared_with_comment: 'Cleared with comment',
  ad_referendum: 'Ad referendum',
  reserve: 'Reserve',
  objection: 'Objection',
  abstains: 'Abstains',
  not_participating: 'Not participating',
};

/** Positions that mean nothing without their words. */
export const POSITIONS_WITH_TEXT: PositionKind[] = ['cleared_with_comment', 'reserve', 'objection'];

/** A state's standing on a section: `digest` is of the text that the position was taken on. */
export type Position = { delegationId: string; kind: PositionKind; digest: string };

/**
 * A position binds to the text it was taken on. `none`: no position yet; `stale`: the text has changed
 * since; `current`: it stands. A state that does not participate has nothing that could go stale.
 */
export function standing(position: Position | undefined, digest: string): 'none' | 'stale' | 'current' {
  if (!position) return 'none';
  if (position.kind === 'not_participating') return 'current';
  return position.digest === digest ? 'current' : 'stale';
}

/** Why a state keeps a section from being agreed; first what most needs somebody to talk. */
export const HOLDS = ['objection', 'stale', 'reserve', 'ad_referendum', 'none'] as const;
export type Hold = (typeof HOLDS)[number];

/** What a state that holds a section up does, and what several do. */
export const HOLD_WORDS: Record<Hold, { one: string; many: string }> = {
  objection: { one: 'objects', many: 'object' },
  stale: {
    one: 'has to renew its position, since the text changed',
    many: 'have to renew their positions, since the text changed',
  },
  reserve: { one: 'has a reserve', many: 'have a reserve' },
  ad_referendum: {
    one: 'has still to confirm (ad referendum)',
    many: 'have still to confirm (ad referendum)',
  },
  none: { one: 'has taken no position', many: 'have taken no position' },
};

/** Why a state's position keeps a section from being agreed, or null when it does not. */
export function holdOf(position: Position | undefined, digest: string): Hold | null {
  const state = standing(position, digest);
  if (state === 'none' || !position) return 'none';
  if (state === 'stale') return 'stale';
  switch (position.kind) {
    case 'objection':
    case 'reserve':
    case 'ad_referendum':
      return position.kind;
    case 'cleared':
    case 'cleared_with_comment':
    case 'abstains':
    case 'not_participating':
      return null;
  }
}

/** The same in words. */
export function holdsUp(position: Position | undefined, digest: string): string | null {
  const hold = holdOf(position, digest);
  return hold && HOLD_WORDS[hold].one;
}
