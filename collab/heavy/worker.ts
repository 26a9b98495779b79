import { parentPort } from 'node:worker_threads';
import { type Answered, type Asked, jobs } from './jobs.ts';

/** The other thread: does what `heavy.ts` asks, one after the other. */
parentPort?.on('message', ({ id, job, input }: Asked) => {
  parentPort?.postMessage(answer(id, job, input));
});

function answer(id: number, job: Asked['job'], input: unknown[]): Answered {
  try {
    const run = jobs[job] as (...input: unknown[]) => unknown; // `heavy.ts` gives each what it takes
    return { id, output: run(...input) };
  } catch (error) {
    return { id, failure: error instanceof Error ? error.message : String(error) };
  }
}
