import { COMPACT_AFTER_ROWS } from '../db/text/compact.ts';
import type { Live } from './live.ts';

/** Folds the log of one open section into a new snapshot now and then, in the background. The log itself stays whole. */
export class Compaction {
  readonly #live: Live;
  readonly #sectionId: string;
  /** Rows since the last snapshot. */
  #tail = 0;
  #isRunning = false;

  constructor(live: Live, sectionId: string) {
    this.#live = live;
    this.#sectionId = sectionId;
  }

  /** The text was read, with so many rows past its snapshot. */
  begin(rows: number): void {
    this.#tail = rows;
  }

  /** The log has become longer. */
  grew(rows: number): void {
    this.#tail += rows;
  }

  /** To be called where rows are written, so that of several nodes one folds. */
  runIfDue(): void {
    if (this.#tail > COMPACT_AFTER_ROWS) void this.run();
  }

  async run(): Promise<void> {
    if (this.#isRunning || this.#tail === 0) return;
    this.#isRunning = true;
    this.#tail = 0;
    try {
      if (await this.#live.store.compact(this.#sectionId)) this.#live.traffic.compacted();
    } catch (error) {
      this.#live.log.warn(
        { err: error, section: this.#sectionId },
        'a snapshot was not written; the log is whole',
      );
    } finally {
      this.#isRunning = false;
    }
  }
}
