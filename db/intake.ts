/**
 * Whether Postgres takes what people write on this node. Who commits it finds out, and the health addresses tell: a
 * database may answer every question and still take no edit, with its disk full.
 */
export class Intake {
  #isFailing = false;

  /** The last try to commit edits failed, and they wait for the next one. */
  get isFailing(): boolean {
    return this.#isFailing;
  }

  failed(): void {
    this.#isFailing = true;
  }

  works(): void {
    this.#isFailing = false;
  }
}
