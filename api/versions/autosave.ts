import type { Context } from '../../db/context.ts';
import { type AutosaveTimes, keepIfDue, sectionsToKeep } from '../../db/queries/versions.ts';
import { transact } from '../../db/transaction.ts';
import { AUTOSAVE_IDLE_MS, AUTOSAVE_LONGEST_MS } from '../../domain/autosave.ts';

/** The timer that keeps versions of what is being written. */
export type Autosave = {
  start(): void;
  /** Ends the timer, and waits for what is being kept just now. */
  stop(): Promise<void>;
  /** Keeps what is due now. Returns how many versions were kept. */
  run(): Promise<number>;
};

/** How often to look, when a text is due, and the clock, which the database's is compared with. */
export type AutosaveOptions = AutosaveTimes & { everyMs: number; now: () => Date };

const DEFAULTS: AutosaveOptions = {
  everyMs: 15_000,
  idleMs: AUTOSAVE_IDLE_MS,
  longestMs: AUTOSAVE_LONGEST_MS,
  now: () => new Date(),
};

/**
 * Keeps a version of each section some minutes after the last change, and while writing goes on at the latest
 * every `longestMs`. Several nodes can run it: a section that one is keeping is skipped by the others.
 */
export function createAutosave(context: Context, options: Partial<AutosaveOptions> = {}): Autosave {
  const { everyMs, now, ...times } = { ...DEFAULTS, ...options };
  let timer: NodeJS.Timeout | undefined;
  let running: Promise<unknown> | null = null;

  const run = async () => {
    let kept = 0;
    const at = now();
    for (const sectionId of await sectionsToKeep(context.db, times, at)) {
      const isKept = await transact(context, null, ({ trx }) => keepIfDue(trx, sectionId, times, at));
      if (isKept) kept += 1;
    }
    return kept;
  };

  return {
    run,
    start() {
      timer ??= setInterval(() => {
        // A run that still goes on is not overtaken: the next one finds what it left.
        running ??= run()
          .catch((error: unknown) => {
            context.log.error({ err: error }, 'versions could not be kept; trying again soon');
          })
          .finally(() => {
            running = null;
          });
      }, everyMs).unref();
    },
    async stop() {
      clearInterval(timer);
      timer = undefined;
      await running;
    },
  };
}
