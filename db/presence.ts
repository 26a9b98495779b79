import type { Presence } from '../domain/events.ts';
import type { Bus } from './bus.ts';

/**
 * Who has which section open, on all nodes, as far as this node has heard. Kept in memory only: it is
 * true for now, and nobody needs it afterwards.
 */
export type PresenceBoard = {
  /** The people with the section open on this node, told to every node. */
  set(reportId: string, sectionId: string, people: Presence[]): void;
  /** Everybody with the section open, each person once. */
  of(sectionId: string): Presence[];
};

/** A board that hears of the other nodes through `bus`. */
export function createPresenceBoard(bus: Bus): PresenceBoard {
  const node = crypto.randomUUID();
  const board = new Map<string, Map<string, Presence[]>>();

  bus.subscribe((signal) => {
    if (signal.kind !== 'presence') return;
    const nodes = board.get(signal.sectionId) ?? new Map<string, Presence[]>();
    if (signal.people.length > 0) nodes.set(signal.node, signal.people);
    else nodes.delete(signal.node);
    if (nodes.size > 0) board.set(signal.sectionId, nodes);
    else board.delete(signal.sectionId);
  });

  return {
    set(reportId, sectionId, people) {
      bus.publish({ kind: 'presence', reportId, sectionId, node, people });
    },
    of(sectionId) {
      const everybody = [...(board.get(sectionId)?.values() ?? [])].flat();
      return [...new Map(everybody.map((person) => [person.userId, person])).values()];
    },
  };
}
