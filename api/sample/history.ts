import type { Person } from '../../db/access.ts';
import { holdSection } from '../../db/queries/hold-section.ts';
import { takePosition } from '../../db/queries/positions.ts';
import { moveToStage } from '../../db/queries/section-stage.ts';
import { openThread, reopenThread, reply, resolveThread } from '../../db/queries/threads.ts';
import { nameVersion } from '../../db/queries/versions.ts';
import { lockLogs } from '../../db/text/append.ts';
import { changeText } from '../../db/text/change.ts';
import { loadDocument } from '../../db/text/load.ts';
import { keepVersion } from '../../db/text/versions.ts';
import type { Action } from '../../db/transaction.ts';
import { AUTOSAVE_IDLE_MS } from '../../domain/autosave.ts';
import type { NodeJson } from '../../domain/document/outline.ts';
import { restoreDocument } from '../../domain/document/restore.ts';
import { checkedDocument } from '../../domain/document/ydoc.ts';
import { namedBlocks, readNotation } from './notation.ts';
import type { Past } from './past.ts';
import { PERSON_KEYS, type PersonKey } from './people.ts';
import { type Happening, momentOf, type SampleSection } from './script.ts';

/** What the past of the sample happens to: its people, its report, and the ids of its sections and pictures by their keys. */
export type Stage = {
  people: Record<PersonKey, Person>;
  actionOf(person: Person): Action;
  past: Past;
  now: Date;
  reportId: string;
  ids: Map<string, string>;
  files: Map<string, string>;
  /** Whoever set the workspace up. */
  setter: Person;
};

/** Lets everything in the sections' histories happen, in the order of time. */
export class History {
  readonly #stage: Stage;
  readonly #threads = new Map<string, string>();
  readonly #blocks: Set<string>;

  constructor(stage: Stage) {
    this.#stage = stage;
    this.#blocks = new Set();
  }

  async run(sections: SampleSection[]): Promise<void> {
    for (const { text } of sections) for (const name of namedBlocks(text)) this.#name(name);
    const all = sections
      .flatMap((section) => section.history.map((happening) => ({ section, happening })))
      .map((one) => ({ ...one, at: momentOf(one.happening.when, this.#stage.now) }))
      .sort((a, b) => a.at.getTime() - b.at.getTime());
    for (const { section, happening, at } of all) {
      this.#stage.past.at = at;
      await this.#happen(section, happening);
    }
  }

  async #happen(section: SampleSection, happening: Happening): Promise<void> {
    const person = this.#stage.people[happening.by];
    const action = this.#stage.actionOf(person);
    const sectionId = this.#sectionId(section.key);
    switch (happening.does) {
      case 'write':
        return this.#write(action, person, section, happening.step);
      case 'name':
        await nameVersion(action, person, sectionId, happening.name);
        return;
      case 'move':
        if (happening.to === 'agreed') await this.#standAside(sectionId);
        return moveToStage(action, person, sectionId, happening.to, happening.reason ?? null);
      case 'comment':
        return this.#comment(action, person, sectionId, happening);
      case 'reply':
        await reply(action, person, this.#thread(happening.thread), happening.body);
        return;
      case 'resolve':
        return resolveThread(action, person, this.#thread(happening.thread));
      case 'reopen':
        return reopenThread(action, person, this.#thread(happening.thread));
      case 'position': {
        const { kind, comment = '' } = happening;
        return takePosition(action, person, sectionId, {
          kind,
          comment,
          digest: await this.#digest(sectionId),
        });
      }
    }
  }

  async #write(action: Action, person: Person, section: SampleSection, step: number): Promise<void> {
    const id = this.#sectionId(section.key);
    await holdSection(action.trx, person, id, { kind: 'write' });
    const text = readNotation(section.key, section.text, step, {
      target: (name) => this.#target(name),
      picture: (name) => this.#picture(name),
    });
    // With every attribute at its default, as the editor writes it.
    const target: NodeJson = checkedDocument(text).toJSON();
    await changeText(action, { id, reportId: this.#stage.reportId }, person, (ydoc) =>
      restoreDocument(ydoc, target),
    );
    this.#stage.past.at = new Date(this.#stage.past.at.getTime() + AUTOSAVE_IDLE_MS);
    await lockLogs(action.trx, [id]);
    await keepVersion(action.trx, id, 'autosave', person.userId);
  }

  async #comment(
    action: Action,
    person: Person,
    sectionId: string,
    comment: Extract<Happening, { does: 'comment' }>,
  ): Promise<void> {
    const { thread, block, quote, body } = comment;
    const visibility: 'all' | 'delegation' = comment.visibility ?? 'all';
    const { document } = await loadDocument(action.trx, sectionId);
    const text = textWithReferences(document, block);
    const from = text.indexOf(quote);
    if (from < 0) throw new Error(`The sample comments on “${quote}”, which ${block} does not say.`);
    const input = { quote, blockId: block, from, to: from + quote.length, visibility, body };
    this.#threads.set(thread, await openThread(action, person, sectionId, input));
  }

  /** A state that is none of the eleven has nobody in the sample who could clear for it. */
  async #standAside(sectionId: string): Promise<void> {
    const { setter, people, actionOf } = this.#stage;
    if (PERSON_KEYS.some((key) => people[key].delegationId === setter.delegationId)) return;
    const digest = await this.#digest(sectionId);
    await takePosition(actionOf(setter), setter, sectionId, {
      kind: 'not_participating',
      comment: '',
      digest,
    });
  }

  async #digest(sectionId: string): Promise<string> {
    const { trx } = this.#stage.actionOf(this.#stage.setter);
    const row = await trx
      .selectFrom('sectionDoc')
      .where('sectionId', '=', sectionId)
      .select('digest')
      .executeTakeFirstOrThrow();
    return row.digest;
  }

  #name(block: string): void {
    if (this.#blocks.has(block)) throw new Error(`Two blocks of the sample are called ${block}.`);
    this.#blocks.add(block);
  }

  #target(name: string): string {
    const id = this.#stage.ids.get(name) ?? (this.#blocks.has(name) ? name : undefined);
    if (id === undefined) throw new Error(`The sample refers to ${name}, which is nowhere.`);
    return id;
  }

  #picture(name: string): string {
    const id = this.#stage.files.get(name);
    if (id === undefined) throw new Error(`The sample shows the picture ${name}, which is not drawn.`);
    return id;
  }

  #sectionId(key: string): string {
    const id = this.#stage.ids.get(key);
    if (id === undefined) throw new Error(`The sample has no section ${key}.`);
    return id;
  }

  #thread(name: string): string {
    const id = this.#threads.get(name);
    if (id === undefined) throw new Error(`Nobody has opened the thread ${name} of the sample yet.`);
    return id;
  }
}

/** The text of the block with this id as anchors count it: with its reference characters. */
function textWithReferences(node: NodeJson, id: string): string {
  if (node.attrs?.id === id) return (node.content ?? []).map(({ text = '' }) => text).join('');
  for (const child of node.content ?? []) {
    const text = textWithReferences(child, id);
    if (text !== '') return text;
  }
  return '';
}
