import { Worker } from 'node:worker_threads';
import type { StoredText } from '../../db/text/load.ts';
import type { Heavy } from '../live.ts';
import { type Answered, type JobName, type Jobs, jobs } from './jobs.ts';

/** Work on fewer bytes is done at once: it is over before another thread would have heard of it. */
export const LONG_BYTES = 64 * 1024;

/** How many bytes a stored text is. */
export function sizeOf({ snapshot, rows }: StoredText): number {
  return rows.reduce((sum, { payload }) => sum + payload.length, snapshot?.update.length ?? 0);
}

/** One more thread for the work on long texts, begun when there is some. */
export function createHeavy(): Heavy {
  const waiting = new Map<number, { resolve(output: unknown): void; reject(error: Error): void }>();
  let worker: Worker | null = null;
  let asked = 0;

  function start(): Worker {
    const started = new Worker(new URL('./worker.ts', import.meta.url));
    started.unref();
    started.on('message', (answered: Answered) => {
      const asker = waiting.get(answered.id);
      waiting.delete(answered.id);
      if ('output' in answered) asker?.resolve(answered.output);
      else asker?.reject(new Error(answered.failure));
    });
    const fail = (error: Error) => {
      worker = null;
      for (const asker of waiting.values()) asker.reject(error);
      waiting.clear();
    };
    started.on('error', fail);
    started.on('exit', () => fail(new Error('the thread for long texts ended')));
    return started;
  }

  function ask<Name extends JobName>(job: Name, ...input: Parameters<Jobs[Name]>) {
    return new Promise<ReturnType<Jobs[Name]>>((resolve, reject) => {
      asked += 1;
      // A worker answers each job with what the job returns.
      waiting.set(asked, { resolve: resolve as (output: unknown) => void, reject });
      worker ??= start();
      worker.postMessage({ id: asked, job, input });
    });
  }

  return {
    async fold(text) {
      return sizeOf(text) < LONG_BYTES ? jobs.fold(text) : ask('fold', text);
    },
    async cutUp(update) {
      return update.length < LONG_BYTES ? [update] : ask('cutUp', update);
    },
    async difference(updates, vector) {
      const size = updates.reduce((sum, { length }) => sum + length, 0);
      return size < LONG_BYTES ? jobs.difference(updates, vector) : ask('difference', updates, vector);
    },
    async close() {
      await worker?.terminate();
    },
  };
}
