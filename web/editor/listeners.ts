/** Whoever wants to be told of one thing. */
export class Listeners<T> {
  readonly #all = new Set<(what: T) => void>();

  /** Returns how to stop. */
  add(listener: (what: T) => void): () => void {
    this.#all.add(listener);
    return () => this.#all.delete(listener);
  }

  tell(what: T): void {
    for (const listener of this.#all) listener(what);
  }

  clear(): void {
    this.#all.clear();
  }
}
