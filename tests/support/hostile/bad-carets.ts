import { type Attack, malformed } from './attack.ts';
import { carets, caretsOf, glue, number, text } from './bytes.ts';

/** A client id that nobody uses, and the largest number of the protocol. */
const MINE = 4_000_000_003;
const LAST = 2 ** 53 - 1;

const dropped = (name: string, messages: Attack['messages']): Attack => ({
  name,
  messages,
  outcome: { stays: 'awareness' },
});
const ignored = (name: string, messages: Attack['messages']): Attack => ({
  name,
  messages,
  outcome: { stays: null },
});

/** Carets that nobody is shown. */
export const badCarets: Attack[] = [
  dropped('the caret of somebody else, moved', ({ colleague, mark }) => [
    carets([colleague, LAST, JSON.stringify({ mark })]),
  ]),
  dropped('the caret of somebody else, taken away', ({ colleague }) => [carets([colleague, LAST, 'null'])]),
  dropped('a state of 5,000 characters', ({ mark }) => [
    carets([MINE, 1, JSON.stringify({ mark: mark.padEnd(5000, 'x') })]),
  ]),
  dropped('a state of 3 MB', ({ mark }) => [carets([MINE, 1, JSON.stringify(mark.padEnd(3_000_000, 'x'))])]),
  dropped('a state nested 100,000 deep', () => [
    carets([MINE, 1, '['.repeat(100_000) + ']'.repeat(100_000)]),
  ]),
  ...['7', '"a word"', 'true'].map((state) =>
    dropped(`the state ${state}`, () => [carets([MINE, 1, state])]),
  ),
  ignored('a state of somebody who was never there, taken away', () => [carets([MINE, LAST, 'null'])]),
  ignored('an older state of somebody else', ({ colleague, mark }) => [
    carets([colleague, 0, JSON.stringify({ mark })]),
  ]),
  ignored('no state at all', () => [carets()]),
  {
    name: 'fewer states than announced',
    messages: ({ mark }) => [
      caretsOf(glue(number(3), number(MINE), number(1), text(JSON.stringify({ mark })))),
    ],
    outcome: malformed,
  },
];
