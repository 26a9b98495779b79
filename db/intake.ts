/**
 * Whether Postgres takes what people write on this node. Who commits it finds out, and the health addresses tell: a
 * database may answer every question and still take no edit, with its disk full. One section that cannot be written
 * while others can says nothing of it.
 */
export class Intake {
  #isFailing = false;

  /** The last try to commit edits ended in an outage, and they wait for another. */
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
