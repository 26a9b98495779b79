import type { Desk, Writer } from './desk.ts';

/** How fast people type, and in which bursts. */
export type Pace = {
  keysPerSecond: number;
  /** Keys of one burst on average; 1: at random moments, without bursts. */
  burst: number;
};

/** In a burst somebody types faster than on average by this much, and pauses in between. */
const BURST_SPEED = 1.25;

type Stroke = { atMs: number; desk: Desk; writer: Writer };

/** Has everybody who writes at these desks type for so long; returns when the last key has been sent. */
export async function typeAt(
  desks: Desk[],
  pace: Pace,
  seconds: number,
  random: () => number,
): Promise<void> {
  const strokes = desks
    .flatMap((desk) =>
      desk.writers.flatMap((writer) =>
        momentsOf(pace, seconds * 1000, random).map((atMs): Stroke => ({ atMs, desk, writer })),
      ),
    )
    .sort((a, b) => a.atMs - b.atMs);
  const startMs = performance.now();
  let next = 0;
  await new Promise<void>((resolve) => {
    const step = (): void => {
      const nowMs = performance.now() - startMs;
      for (let stroke = strokes[next]; stroke && stroke.atMs <= nowMs; stroke = strokes[next]) {
        stroke.desk.type(stroke.writer);
        next += 1;
      }
      const waiting = strokes[next];
      if (waiting) setTimeout(step, waiting.atMs - nowMs);
      else resolve();
    };
    step();
  });
}

/** When one person presses a key within `durationMs`, in order. */
function momentsOf({ keysPerSecond, burst }: Pace, durationMs: number, random: () => number): number[] {
  const meanMs = 1000 / keysPerSecond;
  const moments: number[] = [];
  let atMs = random() * meanMs * Math.min(burst, 8);
  let left = Math.ceil(burst * (0.5 + random()));
  while (atMs < durationMs) {
    moments.push(atMs);
    left -= 1;
    const gapMs = burst === 1 ? meanMs : meanMs / BURST_SPEED;
    atMs += gapMs * (0.5 + random());
    if (left > 0 || burst === 1) continue;
    left = Math.ceil(burst * (0.5 + random()));
    atMs += meanMs * (1 - 1 / BURST_SPEED) * burst * 2 * random();
  }
  return moments;
}
