import type { Person } from '../../db/access.ts';
import type { OutlinedText } from '../../db/text/derive.ts';
import type { Flush, Flushed, LogBefore, Lost } from '../../db/text/flush.ts';
import type { LogRow, Snapshot } from '../../db/text/load.ts';
import { type Rights, whyNot } from '../../db/text/rights.ts';
import { canonicalText } from '../../domain/document/canonical.ts';
import { documentOf } from '../../domain/document/ydoc.ts';
import type { SectionFacts } from '../../domain/workflow/permissions.ts';
import { Truth } from './truth.ts';
import type { Witness } from './witness.ts';

/** A section as Postgres keeps it. */
type Section = {
  truth: Truth;
  snapshot: Snapshot | null;
  snapshotHead: number;
  derived: OutlinedText | null;
};

const FOREIGN = {
  reason: 'foreign_client',
  why: 'What you sent was written under the name of somebody else.',
} as const;

/**
 * Postgres, as far as rooms know of it. Each method is one moment: what it says is true then, and a moment later
 * it may be old. Who may write is asked with the product's own rules.
 */
export class World {
  readonly sections = new Map<string, Section>();
  readonly people = new Map<string, Person>();
  /** The sections whose text somebody decides on: nobody appends to them meanwhile. */
  readonly held = new Set<string>();
  /** The sections whose log cannot be written: a commit with one of them fails. */
  readonly unwritable = new Set<string>();
  /** How often somebody's rights have changed. */
  rightsChanges = 0;
  readonly #rights: Rights = { sections: new Map(), members: new Map() };
  readonly #witness: Witness;

  constructor(witness: Witness) {
    this.#witness = witness;
  }

  addSection(id: string, facts: SectionFacts): Truth {
    const truth = new Truth(this.#witness);
    this.sections.set(id, { truth, snapshot: null, snapshotHead: 0, derived: null });
    this.#rights.sections.set(id, { facts, stamp: 0 });
    return truth;
  }

  addPerson(person: Person): void {
    this.people.set(person.userId, person);
    this.#rights.members.set(person.userId, { facts: person, stamp: 0 });
  }

  /** Somebody gets other roles; null: they are no longer a member. */
  setRoles(userId: string, roles: Person['roles'] | null): void {
    const facts = { ...this.person(userId), roles: roles ?? [] };
    this.#rights.members.set(userId, { facts: roles && facts, stamp: 0 });
    this.rightsChanges += 1;
  }

  setStage(sectionId: string, stage: SectionFacts['stage']): void {
    const facts = this.#rights.sections.get(sectionId)?.facts;
    if (facts) this.#rights.sections.set(sectionId, { facts: { ...facts, stage }, stamp: 0 });
    this.rightsChanges += 1;
  }

  person(userId: string): Person {
    const person = this.people.get(userId);
    if (!person) throw new Error(`there is no ${userId}`);
    return person;
  }

  isMember(userId: string): boolean {
    return this.#rights.members.get(userId)?.facts != null;
  }

  /** Why somebody may not write; null where they may. */
  whyNot(sectionId: string, userId: string): string | null {
    return whyNot(this.#rights, sectionId, userId, this.person(userId).delegationId);
  }

  section(id: string): Section {
    const section = this.sections.get(id);
    if (!section) throw new Error(`there is no section ${id}`);
    return section;
  }

  rowsAfter(sectionId: string, seq: number): LogRow[] {
    const { rows } = this.section(sectionId).truth;
    return rows.slice(seq).map((row) => ({ seq: row.seq, payload: row.payload }));
  }

  /** What `append_edits` does in one transaction (db/migrations/0002-log.ts), rights included; null: it failed. */
  append(flushes: Flush[], nowMs: number): Flushed | null {
    const lost = this.#lost(flushes);
    if (lost.size > 0) return { kind: 'lost', lost };
    if (flushes.some(({ sectionId }) => this.unwritable.has(sectionId))) return null;
    const before = new Map<string, LogBefore>();
    for (const { sectionId, cursor, edits, claims } of flushes) {
      if (this.held.has(sectionId)) continue;
      const { truth } = this.section(sectionId);
      for (const [client, userId] of claims) truth.owners.set(client, userId);
      if (cursor > truth.head) this.#witness.breaks('LOG1', `a node knows row ${cursor} of ${truth.head}`);
      before.set(sectionId, { head: truth.head, missing: this.rowsAfter(sectionId, cursor) });
      for (const { payload, userId } of edits) truth.append(payload, userId, nowMs);
    }
    return { kind: 'appended', before };
  }

  writeSnapshot(sectionId: string, snapshot: Snapshot, head: number): boolean {
    const section = this.section(sectionId);
    if (section.snapshotHead >= head) return false;
    section.snapshot = snapshot;
    section.snapshotHead = head;
    return true;
  }

  /** What a state binds itself to has to be derived from the very text. */
  writeDerived(text: OutlinedText): void {
    const section = this.section(text.sectionId);
    const { truth, derived } = section;
    if (text.head > truth.head || (derived && derived.head >= text.head)) return;
    const actual = text.head === truth.head ? truth.ydoc : truth.textAt(text.head);
    if (canonicalText(documentOf(actual)) !== canonicalText(text.document))
      this.#witness.breaks('CLEAR1', `what is derived from row ${text.head} is of another text`);
    section.derived = text;
  }

  #lost(flushes: Flush[]): Lost {
    const rights: Lost = new Map();
    const foreign: Lost = new Map();
    for (const { sectionId, edits, claims } of flushes) {
      for (const { userId } of edits) {
        const why = this.whyNot(sectionId, userId);
        if (why) note(rights, sectionId, userId, { reason: 'not_allowed', why });
      }
      const { owners } = this.section(sectionId).truth;
      for (const [client, userId] of claims)
        if ((owners.get(client) ?? userId) !== userId) note(foreign, sectionId, userId, FOREIGN);
    }
    return rights.size > 0 ? rights : foreign;
  }
}

function note(
  lost: Lost,
  sectionId: string,
  userId: string,
  loss: { reason: 'not_allowed' | 'foreign_client'; why: string },
) {
  const people = lost.get(sectionId) ?? new Map();
  lost.set(sectionId, people.set(userId, loss));
}
