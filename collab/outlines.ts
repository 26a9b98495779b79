import { numberedIn } from '../domain/document/outline.ts';
import { encodeOutline } from '../domain/protocol.ts';
import { frame } from './frames.ts';
import type { Live } from './live.ts';
import type { Room } from './room.ts';

/** Tells whoever has a section open what has numbers in the report's other sections, when that changes. */
export class Outlines {
  readonly #live: Live;
  readonly #rooms: ReadonlyMap<string, Room>;
  /** What had numbers when last told, by section. */
  readonly #told = new Map<string, string>();
  /** By section: the last of the reads that are under way. */
  readonly #reading = new Map<string, symbol>();

  constructor(live: Live, rooms: ReadonlyMap<string, Room>) {
    this.#live = live;
    this.#rooms = rooms;
  }

  /** What is derived from a section's text has changed, here or on another node. */
  async changed(reportId: string, sectionId: string): Promise<void> {
    const others = [...this.#rooms.values()].filter(
      (room) => room.reportId === reportId && room.sectionId !== sectionId && room.connections.size > 0,
    );
    if (others.length === 0) {
      this.#told.delete(sectionId);
      return;
    }
    const reading = Symbol(sectionId);
    this.#reading.set(sectionId, reading);
    const outline = await this.#live.store.outline(sectionId);
    if (this.#reading.get(sectionId) !== reading) return; // one that was asked later tells what is newer
    this.#reading.delete(sectionId);
    if (!outline) return;
    const numbered = numberedIn(outline);
    if (this.#told.get(sectionId) === numbered) return;
    this.#told.set(sectionId, numbered);
    const bytes = frame(encodeOutline({ sectionId, outline }));
    for (const room of others) room.tell(bytes);
  }
}
