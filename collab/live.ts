import type { Logger } from 'pino';
import type { Snapshot, StoredText } from '../db/text/load.ts';
import type { TextStore } from '../db/text/store.ts';
import type { NodeSignal, Presence } from '../domain/events.ts';
import type { Traffic } from './traffic.ts';

/**
 * What the rooms of one node share: the truth, the doorbell, and time. Rooms and connections touch the world
 * through this and `Wire` alone, so that a simulation can stand in for it and crash it at every await.
 */
export type Live = {
  store: TextStore;
  log: Logger;
  traffic: Traffic;
  heavy: Heavy;
  /** Tells the other nodes, and whoever else listens. */
  ring(signal: NodeSignal): void;
  /** Carets for the people who have the section open on other nodes. */
  spreadAwareness(sectionId: string, update: Uint8Array): void;
  /** Who has the section open on this node. */
  announce(reportId: string, sectionId: string, people: Presence[]): void;
  /** Milliseconds, only ever compared with each other. */
  now(): number;
  sleep(ms: number): Promise<void>;
  /** Calls `work` again and again, `ms` after the last call; returns what ends that. */
  every(ms: number, work: () => void): () => void;
  /** Lets what has arrived meanwhile be taken in. */
  turn(): Promise<void>;
};

/** Work on a whole text, which is done off this thread where the text is long. */
export type Heavy = {
  fold(text: StoredText): Promise<Snapshot>;
  /** Cuts an update that depends on nothing into some that can be applied one after the other. */
  cutUp(update: Uint8Array): Promise<Uint8Array[]>;
  /** What of these updates, which depend on nothing else, a replica lacks that has what `vector` says. */
  difference(updates: Uint8Array[], vector: Uint8Array): Promise<Uint8Array>;
  close(): Promise<void>;
};

/** One client's socket, as a connection sees it. */
export type Wire = {
  /** Writes one frame (`frames.ts`). Does nothing once the socket closes. */
  write(frame: Uint8Array): void;
  /** Bytes written that the network has not taken yet. */
  readonly unsentBytes: number;
  /** Calls back once, when the network has taken what was written so far. */
  whenSent(callback: () => void): void;
  /** Stops reading from the client, and reads on when each who stopped it says so. */
  pause(): void;
  resume(): void;
  close(code: number, reason: string): void;
};
