import type { SectionKind } from '../../domain/document/outline.ts';
import type { PositionKind } from '../../domain/workflow/positions.ts';
import type { SectionStage } from '../../domain/workflow/stages.ts';
import type { PersonKey } from './people.ts';

/** A section of the sample: its text in the notation of `notation.ts`, and how it came about. */
export type SampleSection = {
  /** Unique in the report: `{ref:key}` refers to the section. */
  key: string;
  kind: SectionKind;
  title: string;
  penHolder: PersonKey;
  /** Tags of the states that contribute beside the pen-holder's, which leads. */
  contributors: string[];
  /** Days from now; negative for a date that has passed, null for none. */
  dueInDays: number | null;
  text: string;
  history: Happening[];
};

/** `'12d 09:30'`: at 09:30 UTC, twelve days ago. Only days that have ended, so that nothing is in the future. */
export type When = `${number}d ${number}:${number}`;

/** One thing that somebody did. It goes through the product's own rules, which refuse what they would refuse. */
export type Happening = { when: When; by: PersonKey } & (
  | { does: 'write'; step: number }
  | { does: 'name'; name: string }
  | { does: 'move'; to: SectionStage; reason?: string }
  | { does: 'comment'; thread: string; block: string; quote: string; body: string; visibility?: 'delegation' }
  | { does: 'reply'; thread: string; body: string }
  | { does: 'resolve' | 'reopen'; thread: string }
  | { does: 'position'; kind: PositionKind; comment?: string }
);

/** Who binds each state. */
const OFFICERS = {
  AUS: 'reid',
  CAN: 'nair',
  FRA: 'lefevre',
  DEU: 'vogel',
  ITA: 'conti',
  JPN: 'endo',
  NLD: 'visser',
  NZL: 'fleming',
  ROK: 'seo',
  GBR: 'ashworth',
  USA: 'brooks',
} as const satisfies Record<string, PersonKey>;

type Taken = PositionKind | [PositionKind, comment: string];

/** The positions of several states, in the order given, each some minutes after the one before. */
export function positions(from: When, kinds: Partial<Record<keyof typeof OFFICERS, Taken>>): Happening[] {
  const [, day, hour, minute] = /^(\d+)d (\d+):(\d+)$/.exec(from) ?? [];
  return Object.entries(kinds).map(([code, taken], index) => {
    const minutes = Number(hour) * 60 + Number(minute) + index * 37;
    const when: When = `${Number(day)}d ${Math.floor(minutes / 60)}:${minutes % 60}`;
    const [kind, comment] = typeof taken === 'string' ? [taken] : taken;
    const by = OFFICERS[code as keyof typeof OFFICERS]; // the keys of `kinds` are tags
    return { when, by, does: 'position', kind, ...(comment !== undefined && { comment }) };
  });
}

/** Every state cleared, but for those named otherwise. */
export function allCleared(
  from: When,
  otherwise: Partial<Record<keyof typeof OFFICERS, Taken>> = {},
): Happening[] {
  const cleared = Object.fromEntries(Object.keys(OFFICERS).map((code) => [code, 'cleared' as const]));
  return positions(from, { ...cleared, ...otherwise });
}

/** The moment meant, for a sample that is loaded at `now`. Throws an Error for what is no `When`. */
export function momentOf(when: When, now: Date): Date {
  const [, day, hour, minute] = /^(\d+)d (\d+):(\d+)$/.exec(when) ?? [];
  if (Number(day) < 1) throw new Error(`“${when}” is not in the past of the sample.`);
  const midnight = Date.UTC(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());
  return new Date(midnight + ((-Number(day) * 24 + Number(hour)) * 60 + Number(minute)) * 60_000);
}
