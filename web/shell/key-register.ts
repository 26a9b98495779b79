import { useEffect, useSyncExternalStore } from 'react';

/** One thing to do by keyboard: `keys` as written on the keys, joined by `+`; `Mod` is Ctrl, or ⌘ on a Mac. */
export type KeyBinding = { keys: string; does: string };

/** The keys of one part of the screen, under its name. */
export type KeyGroup = { name: string; bindings: readonly KeyBinding[] };

let groups: readonly KeyGroup[] = [];
const listeners = new Set<() => void>();

function change(next: readonly KeyGroup[]): void {
  groups = next;
  for (const listener of listeners) listener();
}

/** Lists the keys of a part of the screen under `?` for as long as that part is there. Define `group` outside the component. */
export function useListedKeys(group: KeyGroup): void {
  useEffect(() => {
    change([...groups, group]);
    return () => change(groups.filter((each) => each !== group));
  }, [group]);
}

/** The keys of everything that is on the screen now, in the order in which it came. */
export function useKeyGroups(): readonly KeyGroup[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => groups,
  );
}
