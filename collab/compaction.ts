import { isLong } from '../db/text/compact.ts';
import type { LogRow } from '../db/text/load.ts';
import type { Live } from './live.ts';

/** Folds the log of one open section into a new snapshot now and then, in the background. The log itself stays whole. */
export class Compaction {
  readonly #live: Live;
  readonly #sectionId: string;
  /** What there is since the last snapshot. */
  #tail = { rows: 0, bytes: 0 };
  #isRunning = false;

  constructor(live: Live, sectionId: string) {
    this.#live = live;
    this.#sectionId = sectionId;
  }

  /** The text was read, with these rows past its snapshot. */
  begin(rows: readonly LogRow[]): void {
    this.#tail = { rows: 0, bytes: 0 };
    this.grew(rows);
  }

  /** The log has become longer. */
  grew(rows: readonly Pick<LogRow, 'payload'>[]): void {
    this.#tail.rows += rows.length;
    for (const { payload } of rows) this.#tail.bytes += payload.length;
  }

  /** To be called where rows are written, so that of several nodes one folds. */
  runIfDue(): void {
    if (isLong(this.#tail.rows, this.#tail.bytes)) void this.run();
  }

  async run(): Promise<void> {
    if (this.#isRunning || this.#tail.rows === 0) return;
    this.#isRunning = true;
    this.#tail = { rows: 0, bytes: 0 };
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
    this.runIfDue(); // much may have been written meanwhile
  }
}
