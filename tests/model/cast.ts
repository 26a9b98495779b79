import * as Y from 'yjs';
import type { Person } from '../../db/access.ts';
import { outlineOf } from '../../domain/document/outline.ts';
import { BODY } from '../../domain/document/schema.ts';
import { documentOf } from '../../domain/document/ydoc.ts';
import type { Role } from '../../domain/workflow/roles.ts';
import type { Truth } from './truth.ts';
import type { World } from './world.ts';

/** Drafters of two states, somebody who only reads, somebody who tries what may not be, and who made the section. */
export const PEOPLE = { aya: 'JPN', bo: 'ROK', rua: 'NZL', mal: 'JPN', coordinator: 'JPN' } as const;
export type Name = keyof typeof PEOPLE;

export const ROLES: Record<Name, Role[]> = {
  aya: ['drafter'],
  bo: ['drafter'],
  rua: ['observer'],
  mal: ['drafter'],
  coordinator: ['coordinator'],
};

const NAMES = Object.keys(PEOPLE) as Name[]; // as it is written above

export function addPeople(world: World): void {
  for (const userId of NAMES) world.addPerson(personOf(userId));
}

/** How the text of a section begins: some words, more bytes than are worked on at once, or a long log without a snapshot. */
export type Beginning = 'words' | 'long' | 'many rows' | 'too many rows';

export function addSection(world: World, id: string, beginning: Beginning): Truth {
  const truth = world.addSection(id, {
    stage: 'drafting',
    leadDelegationId: PEOPLE.aya,
    penHolderId: null,
    contributorIds: [PEOPLE.bo],
  });
  truth.owners.set(1, 'coordinator');
  for (const row of rowsOf(beginning)) truth.append(row, 'coordinator', 0);
  const document = documentOf(truth.ydoc);
  world.writeDerived({ sectionId: id, head: truth.head, document, outline: outlineOf(document) });
  return truth;
}

const ROWS: Record<Beginning, number> = { words: 1, long: 1, 'many rows': 505, 'too many rows': 1005 };
const made = new Map<Beginning, Uint8Array[]>();

function rowsOf(beginning: Beginning): Uint8Array[] {
  const known = made.get(beginning);
  if (known) return known;
  const ydoc = new Y.Doc();
  ydoc.clientID = 1;
  const rows: Uint8Array[] = [];
  ydoc.on('update', (update: Uint8Array) => rows.push(update));
  const text = new Y.XmlText(beginning === 'long' ? 'words '.repeat(12_000) : 'words');
  const paragraph = new Y.XmlElement('paragraph');
  ydoc.transact(() => {
    ydoc.getXmlFragment(BODY).insert(0, [paragraph]);
    paragraph.setAttribute('id', 'p-1');
    paragraph.insert(0, [text]);
  });
  while (rows.length < ROWS[beginning]) text.insert(0, 'x');
  made.set(beginning, rows);
  return rows;
}

function personOf(userId: Name): Person {
  const delegationId = PEOPLE[userId];
  return {
    userId,
    delegationId,
    roles: ROLES[userId],
    name: userId,
    email: `${userId}@example.org`,
    code: delegationId,
    tone: 0,
    delegationName: delegationId,
  };
}
