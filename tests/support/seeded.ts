/** Numbers that look random and are the same for the same seed: `next` in [0, 1), as Math.random. */
export type Seeded = {
  next(): number;
  /** A whole number from `from` to `to`, both included. */
  int(from: number, to: number): number;
  pick<T>(among: readonly T[]): T;
  chance(probability: number): boolean;
  shuffle<T>(list: readonly T[]): T[];
  /** Another stream of its own, so that what one part draws does not move what another gets. */
  fork(name: string): Seeded;
};

/** A stream of numbers (mulberry32). */
export function seeded(seed: number): Seeded {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  const int = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  return {
    next,
    int,
    pick<T>(among: readonly T[]): T {
      const at = Math.floor(next() * among.length);
      if (among.length === 0) throw new RangeError('there is nothing to pick from');
      return among[at] as T; // within its bounds
    },
    chance: (probability) => next() < probability,
    shuffle(list) {
      const left = [...list];
      return list.flatMap(() => left.splice(int(0, left.length - 1), 1));
    },
    fork(name) {
      let hash = seed >>> 0;
      for (const character of name) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193) >>> 0;
      return seeded(hash);
    },
  };
}
