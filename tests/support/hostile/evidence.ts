import type * as Y from 'yjs';
import type { Db } from '../../../db/connect.ts';
import { loadDoc } from '../../../db/text/load.ts';
import { documentOf } from '../../../domain/document/ydoc.ts';
import type { Pair } from './bystanders.ts';
import { TYPING } from './bystanders.ts';
import { Intruder } from './intruder.ts';

/** What there is of a section beside what the bystanders type: the same before and after whatever left no trace. */
export type Evidence = {
  blocks: unknown[];
  /** Whose operations the document holds, also those whose text is deleted. */
  replicas: number[];
  /** What it waits for, or holds outside the body. */
  oddities: string[];
  /** Whose client ids, or whose carets. */
  people: unknown[];
};

/** What Postgres has. */
export async function storedEvidence(db: Db, sectionId: string): Promise<Evidence> {
  const { ydoc } = await loadDoc(db, sectionId);
  const people = await db
    .selectFrom('sectionClient')
    .where('sectionId', '=', sectionId)
    .orderBy('clientId')
    .select(['clientId', 'userId'])
    .execute();
  return { ...evidenceIn(ydoc), people };
}

/** What the reader of a pair has on their screen. The pair's own carets come and go, as everybody's. */
export function shownEvidence({ reader: { ydoc, provider }, writer }: Pair): Evidence {
  const own = new Set([ydoc.clientID, writer.ydoc.clientID]);
  const strangers = [...provider.awareness.getStates()].filter(([client]) => !own.has(client));
  return { ...evidenceIn(ydoc), people: strangers.sort(([a], [b]) => a - b) };
}

/** What is sent to whoever comes now. */
export async function sentEvidence(url: string, sectionId: string, userId: string): Promise<Evidence> {
  const newcomer = await Intruder.enter(url, sectionId, userId);
  newcomer.leave();
  return { ...evidenceIn(newcomer.replica), people: [] };
}

function evidenceIn(ydoc: Y.Doc): Omit<Evidence, 'people'> {
  const { pendingStructs, pendingDs, clients } = ydoc.store;
  return {
    blocks: (documentOf(ydoc).content ?? []).filter(({ attrs }) => !String(attrs?.id).startsWith(TYPING)),
    replicas: [...clients.keys()].sort((a, b) => a - b),
    oddities: [
      ...(pendingStructs || pendingDs ? ['an earlier part is missing'] : []),
      ...[...ydoc.share.keys()].slice(1).map((root) => `there is a root ${root}`),
    ],
  };
}
