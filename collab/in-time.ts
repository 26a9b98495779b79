import { cutUp } from './heavy/cut-up.ts';
import { type Decoded, TooMuch } from './updates.ts';

/** So many structs are applied between two looks at the clock. */
const PIECE = 32;
/** What an update may take, in ms, and for each of its structs: ten times what Yjs needs on a slow machine. */
const MAX_MS = 500;
const MAX_MS_PER_STRUCT = 0.05;

/**
 * An update, in pieces where it is long, for whoever applies one after the other. Throws TooMuch between two of them
 * where that takes longer than what people write can: Yjs looks for the place of a word among all that claim to stand
 * between the same neighbours, and a few thousand that claim so of each other would keep the server for minutes.
 */
export function* inTime(update: Uint8Array, { structs }: Decoded): Iterable<Uint8Array> {
  if (structs.length <= PIECE) {
    yield update;
    return;
  }
  const begunAtMs = performance.now();
  let applied = 0;
  for (const piece of cutUp(update, PIECE)) {
    yield piece;
    applied += PIECE;
    if (performance.now() - begunAtMs > MAX_MS + applied * MAX_MS_PER_STRUCT)
      throw new TooMuch('it takes too long to put in its place');
  }
}
