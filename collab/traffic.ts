import { Intake } from '../db/intake.ts';
import type { Meters, RefusalReason } from './meters.ts';

/**
 * What a node counts for its meters. Plain numbers, since they rise with every message: `tell` hands them on
 * once in a while.
 */
export class Traffic {
  receivedBytes = 0;
  sentBytes = 0;
  sentFrames = 0;
  committedUpdates = 0;
  queuedUpdates = 0;
  readonly #meters: Meters | null;
  readonly #intake: Intake;

  /** `intake`: told, besides the meters, whether commits go through. */
  constructor(meters: Meters | null, intake: Intake = new Intake()) {
    this.#meters = meters;
    this.#intake = intake;
  }

  refused(reason: RefusalReason): void {
    this.#meters?.refusals.inc({ reason });
  }

  acknowledged(seconds: number): void {
    this.#meters?.acknowledgementSeconds.observe(seconds);
  }

  committed(seconds: number): void {
    this.#meters?.commitSeconds.observe(seconds);
  }

  /** A commit failed, be it for one of its sections or for the database. */
  commitFailed(): void {
    this.#meters?.commitFailures.inc();
  }

  /** Commits fail for the state that the database is in, whatever is in them. */
  takesNothing(): void {
    this.#intake.failed();
  }

  /** Commits go through again, after none did. */
  commitsAgain(): void {
    this.#intake.works();
  }

  loaded(seconds: number): void {
    this.#meters?.loadSeconds.observe(seconds);
  }

  compacted(): void {
    this.#meters?.compactions.inc();
  }

  resynced(): void {
    this.#meters?.resyncs.inc();
  }

  /** Brings the meters up to date. */
  tell(openSections: number, connections: number): void {
    if (!this.#meters) return;
    this.#meters.openSections.set(openSections);
    this.#meters.connections.set(connections);
    this.#meters.queuedUpdates.set(this.queuedUpdates);
    this.#meters.receivedBytes.inc(this.receivedBytes);
    this.#meters.sentBytes.inc(this.sentBytes);
    this.#meters.sentFrames.inc(this.sentFrames);
    this.#meters.committedUpdates.inc(this.committedUpdates);
    this.receivedBytes = this.sentBytes = this.sentFrames = this.committedUpdates = 0;
  }
}
