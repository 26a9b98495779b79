import { fold } from '../../db/text/compact.ts';
import type { StoredText } from '../../db/text/load.ts';
import { cutUp } from './cut-up.ts';
import { difference } from './merging.ts';

/** What a worker can do, by name. Each is a function of bytes alone. */
export const jobs = {
  fold: (text: StoredText) => fold(text),
  cutUp,
  difference,
};

export type Jobs = typeof jobs;
export type JobName = keyof Jobs;
/** What is asked of a worker, and what it answers. */
export type Asked = { id: number; job: JobName; input: unknown[] };
export type Answered = { id: number } & ({ output: unknown } | { failure: string });
