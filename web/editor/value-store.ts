import { useSyncExternalStore } from 'react';

/** A value that changes often and is drawn in one small place: whoever holds the store is not drawn again with it. */
export class ValueStore<T> {
  #value: T;
  readonly #listeners = new Set<() => void>();

  constructor(value: T) {
    this.#value = value;
  }

  get value(): T {
    return this.#value;
  }

  set(value: T): void {
    this.#value = value;
    for (const listener of this.#listeners) listener();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}

/** Draws again when the value is another. */
export function useValue<T>(store: ValueStore<T>): T {
  return useSyncExternalStore(
    (listener) => store.subscribe(listener),
    () => store.value,
  );
}
