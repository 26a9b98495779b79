import { useSyncExternalStore } from 'react';
import type { Presence, Signal } from '../../domain/events.ts';

type PresenceSignal = Extract<Signal, { kind: 'presence' }>;

const nobody: readonly Presence[] = [];

/** Who has each section open, by section and by the node they are connected to. */
const byNode = new Map<string, Map<string, readonly Presence[]>>();
let bySection = new Map<string, readonly Presence[]>();
const listeners = new Set<() => void>();

/** Takes what one node says about one section; other nodes have their own people there. */
export function rememberPresence({ sectionId, node, people }: PresenceSignal): void {
  const nodes = byNode.get(sectionId) ?? new Map<string, readonly Presence[]>();
  nodes.set(node, people);
  byNode.set(sectionId, nodes);
  // Somebody with two windows, perhaps on two nodes, is one person.
  const unique = new Map([...nodes.values()].flat().map((person) => [person.userId, person]));
  bySection = new Map(bySection).set(sectionId, [...unique.values()]);
  tell();
}

/** Forgets everybody: nothing is known while the signals do not come. */
export function forgetPresence(): void {
  byNode.clear();
  bySection = new Map();
  tell();
}

/** The people who have the section open now, each once, as far as the signals have told. */
export function usePresence(sectionId: string): readonly Presence[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => bySection.get(sectionId) ?? nobody,
  );
}

function tell(): void {
  for (const listener of listeners) listener();
}
