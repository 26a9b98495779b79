import { WebsocketProvider } from 'y-websocket';
import * as Y from 'yjs';
import type { NodeJson } from '../../domain/document/outline.ts';
import { BODY, SCHEMA_VERSION } from '../../domain/document/schema.ts';
import { documentOf } from '../../domain/document/ydoc.ts';
import { DomainError } from '../../domain/errors.ts';
import { CLOSE } from '../../domain/protocol.ts';
import { deviceOf, type SectionName } from './device.ts';
import { type Difference, differenceBetween } from './drafts.ts';
import { spreadReconnects } from './reconnecting.ts';
import { isSaved } from './saving.ts';
import { joinSection } from './section-room.ts';

/**
 * What became of a text that this device had kept: it is at the server, or it cannot go there, for the reason in
 * `message`. `forget` takes it off this device, to be called when the difference is put aside.
 */
export type Recovered =
  | { kind: 'saved' }
  | { kind: 'lacking'; message: string | null; difference: Difference; forget: () => Promise<void> };

/**
 * What of `mine` the section lacks. `theirs` is the section as the server has it, null where it cannot be read
 * any more: then everything counts as lacking. Neither is changed. What others have written meanwhile is in the
 * text as its author would have it, so that nothing of theirs is called lacking.
 */
export function differenceOf(mine: Y.Doc, theirs: Y.Doc | null): Difference {
  const both = new Y.Doc();
  for (const ydoc of [theirs, mine]) if (ydoc) Y.applyUpdate(both, Y.encodeStateAsUpdate(ydoc));
  return differenceBetween(readable(both), theirs ? readable(theirs) : { type: 'doc' });
}

/**
 * Reads a section as the server has it now. Null: it is gone, or this person may not read it any more. Waits
 * until the server answers, or `signal` aborts.
 *
 * @throws DomainError `unavailable` when aborted, `not_signed_in`, or `conflict` when this page is too old.
 */
export function readSection(sectionId: string, userId: string, signal?: AbortSignal): Promise<Y.Doc | null> {
  const ydoc = new Y.Doc();
  const origin = window.location.origin.replace(/^http/, 'ws');
  const provider = new WebsocketProvider(`${origin}/collab`, sectionId, ydoc, {
    connect: false,
    params: { schema: String(SCHEMA_VERSION), user: userId },
    disableBc: true,
  });
  spreadReconnects(provider);
  provider.awareness.setLocalState(null);
  return new Promise<Y.Doc | null>((resolve, reject) => {
    provider.on('sync', (isSynced: boolean) => isSynced && resolve(ydoc));
    provider.on('closed', ({ code, reason }) => {
      if (code === CLOSE.notFound || code === CLOSE.forbidden) resolve(null);
      else reject(new DomainError(code === CLOSE.notSignedIn ? 'not_signed_in' : 'conflict', reason));
    });
    signal?.addEventListener('abort', () => reject(new DomainError('unavailable', 'not waited for')));
    provider.connect();
  }).finally(() => provider.destroy());
}

/**
 * Sends what this device kept of a section to the server, for as long as it takes; nobody sees this person in
 * the section meanwhile. Rejects when `signal` aborts, or the session or the page is no longer good for it: then
 * all stays as it is.
 */
export async function sendKept(name: SectionName, userId: string, signal: AbortSignal): Promise<Recovered> {
  const room = joinSection(name, userId);
  room.provider.awareness.setLocalState(null);
  try {
    const ending = await new Promise<{ message: string | null } | null>((resolve, reject) => {
      const look = () => isSaved(room.saving()) && resolve(null);
      room.onSaving(look);
      room.onEnded(({ why, message }) => {
        if (why === 'refused' || why === 'rights') resolve({ message });
        else reject(new DomainError('unavailable', message ?? why));
      });
      signal.addEventListener('abort', () => reject(new DomainError('unavailable', 'not waited for')));
      look();
    });
    if (ending !== null) {
      const theirs = await readSection(name.sectionId, userId, signal);
      const difference = differenceOf(room.ydoc, theirs);
      return { kind: 'lacking', message: ending.message, difference, forget: room.discard };
    }
    room.leave();
    return { kind: 'saved' };
  } catch (error) {
    room.leave();
    throw error;
  }
}

/** Compares what this device kept of a section with the section as the server has it, for whoever may only read. */
export async function compareKept(
  name: SectionName,
  userId: string,
  signal: AbortSignal,
): Promise<Recovered> {
  const device = deviceOf(userId);
  const mine = new Y.Doc();
  const { updates } = await device.load(name.sectionId);
  for (const update of updates) Y.applyUpdate(mine, update);
  const difference = differenceOf(mine, await readSection(name.sectionId, userId, signal));
  return { kind: 'lacking', message: null, difference, forget: () => device.dropText(name.sectionId) };
}

/** The document, or, where it has a shape that the server refused, the words in it as one paragraph each. */
function readable(ydoc: Y.Doc): NodeJson {
  try {
    return documentOf(ydoc);
  } catch {
    const content = ydoc
      .getXmlFragment(BODY)
      .toArray()
      .map((child): NodeJson => ({ type: 'paragraph', content: [{ type: 'text', text: child.toString() }] }));
    return { type: 'doc', content };
  }
}
