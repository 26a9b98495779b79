import { sql } from 'kysely';
import { anchorThread, withoutReferences } from '../../domain/document/anchor.ts';
import { DomainError } from '../../domain/errors.ts';
import { type Db, isId, type Person, sectionFor } from '../access.ts';
import { changeText } from '../text/change.ts';
import type { Action } from '../transaction.ts';
import { type HeldSection, holdSection } from './hold-section.ts';

/** What opens a thread: the text it is about, who may see it, and its first comment. Offsets as in `Anchor`. */
export type ThreadInput = {
  quote: string;
  blockId: string;
  from: number;
  to: number;
  visibility: 'all' | 'delegation';
  body: string;
};

/** The threads that `person` may see, oldest first, each with its comments. Throws `not_found`. */
export async function listThreads(db: Db, person: Person, sectionId: string) {
  await sectionFor(db, person, sectionId, { kind: 'read' });
  const threads = await visibleThreads(db, person)
    .where('thread.sectionId', '=', sectionId)
    .innerJoin('delegation', 'delegation.id', 'thread.delegationId')
    .leftJoin('user as resolver', 'resolver.id', 'thread.resolvedBy')
    .orderBy('thread.createdAt')
    .orderBy('thread.id')
    .select([
      'thread.id',
      'thread.quote',
      'thread.visibility',
      'thread.createdAt',
      'thread.createdBy',
      'thread.resolvedAt',
      'thread.resolvedBy',
      'resolver.name as resolverName',
      'delegation.id as delegationId',
      'delegation.code',
      'delegation.tone',
    ])
    .execute();
  const comments = await commentsOf(
    db,
    threads.map(({ id }) => id),
  );
  return threads.map(({ delegationId, code, tone, createdBy, resolvedBy, resolverName, ...thread }) => ({
    ...thread,
    delegation: { id: delegationId, code, tone },
    resolvedBy: resolvedBy === null ? null : { id: resolvedBy, name: resolverName ?? '' },
    mine: createdBy === person.userId,
    comments: comments.get(thread.id) ?? [],
  }));
}

/**
 * The ids of the threads of a section that `person` may see. The marks in the text name every thread:
 * whoever shows the text shows the marks of these only. Throws `not_found`.
 */
export async function visibleThreadIds(db: Db, person: Person, sectionId: string): Promise<Set<string>> {
  await sectionFor(db, person, sectionId, { kind: 'read' });
  const rows = await visibleThreads(db, person)
    .where('thread.sectionId', '=', sectionId)
    .select('thread.id')
    .execute();
  return new Set(rows.map(({ id }) => id));
}

/**
 * Opens a thread on the quoted text and marks it there. Returns its id. Throws `not_found`, `forbidden`, and
 * `conflict` when the text there is another by now; then there is no thread either.
 */
export async function openThread(
  action: Action,
  person: Person,
  sectionId: string,
  input: ThreadInput,
): Promise<string> {
  const section = await holdSection(action.trx, person, sectionId, { kind: 'comment' });
  const quote = withoutReferences(input.quote);
  const { id } = await action.trx
    .insertInto('thread')
    .values({
      sectionId,
      quote,
      visibility: input.visibility,
      delegationId: person.delegationId,
      createdBy: person.userId,
      resolvedAt: null,
      resolvedBy: null,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  await insertComment(action, person, id, input.body);
  const { blockId, from, to } = input;
  await changeText(action, section, person, (ydoc) =>
    anchorThread(ydoc, { blockId, from, to, quote: input.quote, threadId: id }),
  );
  const thread = { visibility: input.visibility, delegationId: person.delegationId, quote };
  await record(action, 'thread.opened', section, id, thread);
  return id;
}

/** Adds a comment to a thread that is open. Returns the comment's id. Throws `not_found`, `forbidden`, `conflict` when it is resolved. */
export async function reply(action: Action, person: Person, threadId: string, body: string): Promise<string> {
  const { section, thread } = await lockThread(action, person, threadId);
  if (thread.resolvedAt)
    throw new DomainError('conflict', 'This thread was resolved. Reopen it to go on with it.');
  const id = await insertComment(action, person, threadId, body);
  await record(action, 'thread.replied', section, threadId, thread);
  return id;
}

/** Marks a thread as resolved; nothing in it is lost. One that is resolved already stays as it is. Throws `not_found`, `forbidden`. */
export async function resolveThread(action: Action, person: Person, threadId: string): Promise<void> {
  const { section, thread } = await lockThread(action, person, threadId);
  if (thread.resolvedAt) return;
  await action.trx
    .updateTable('thread')
    .set({ resolvedAt: sql<Date>`now()`, resolvedBy: person.userId })
    .where('id', '=', threadId)
    .execute();
  await record(action, 'thread.resolved', section, threadId, thread);
}

/** Opens a resolved thread again. Throws `not_found`, `forbidden`. */
export async function reopenThread(action: Action, person: Person, threadId: string): Promise<void> {
  const { section, thread } = await lockThread(action, person, threadId);
  if (!thread.resolvedAt) return;
  await action.trx
    .updateTable('thread')
    .set({ resolvedAt: null, resolvedBy: null })
    .where('id', '=', threadId)
    .execute();
  await record(action, 'thread.reopened', section, threadId, thread);
}

/** The only door to threads: those for all, and those of one's own delegation. */
function visibleThreads(db: Db, person: Person) {
  return db
    .selectFrom('thread')
    .where((where) =>
      where.or([
        where('thread.visibility', '=', 'all'),
        where('thread.delegationId', '=', person.delegationId),
      ]),
    );
}

type Thread = { visibility: 'all' | 'delegation'; delegationId: string; quote: string };

async function lockThread(action: Action, person: Person, threadId: string) {
  const known = isId(threadId)
    ? await visibleThreads(action.trx, person)
        .where('thread.id', '=', threadId)
        .select('sectionId')
        .executeTakeFirst()
    : undefined;
  if (!known) throw new DomainError('not_found', 'There is no such thread.');
  const section = await holdSection(action.trx, person, known.sectionId, { kind: 'comment' });
  const thread = await visibleThreads(action.trx, person)
    .where('thread.id', '=', threadId)
    .forUpdate('thread')
    .select(['visibility', 'delegationId', 'quote', 'resolvedAt'])
    .executeTakeFirstOrThrow();
  return { section, thread };
}

async function insertComment(action: Action, person: Person, threadId: string, body: string) {
  const { userId, delegationId } = person;
  const { id } = await action.trx
    .insertInto('comment')
    .values({ threadId, body, authorId: userId, delegationId })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

function record(
  action: Action,
  kind: 'thread.opened' | 'thread.replied' | 'thread.resolved' | 'thread.reopened',
  section: HeldSection,
  threadId: string,
  thread: Thread,
) {
  const quote = thread.quote.length > 120 ? `${thread.quote.slice(0, 119)}…` : thread.quote;
  return action.record(kind, {
    reportId: section.reportId,
    sectionId: section.id,
    visibleTo: thread.visibility === 'delegation' ? thread.delegationId : null,
    details: { title: section.title, threadId, quote },
  });
}

async function commentsOf(db: Db, threadIds: string[]) {
  const rows =
    threadIds.length === 0
      ? []
      : await db
          .selectFrom('comment')
          .innerJoin('user', 'user.id', 'comment.authorId')
          .innerJoin('delegation', 'delegation.id', 'comment.delegationId')
          .where('comment.threadId', 'in', threadIds)
          .orderBy('comment.createdAt')
          .orderBy('comment.id')
          .select([
            'comment.id',
            'comment.threadId',
            'comment.body',
            'comment.createdAt',
            'comment.authorId',
            'user.name',
            'delegation.code',
            'delegation.tone',
          ])
          .execute();
  const comments = rows.map(({ threadId, authorId, name, code, tone, ...comment }) => ({
    threadId,
    comment: { ...comment, author: { id: authorId, name, code, tone } },
  }));
  return new Map(
    [...Map.groupBy(comments, ({ threadId }) => threadId)].map(([threadId, group]) => [
      threadId,
      group.map(({ comment }) => comment),
    ]),
  );
}
