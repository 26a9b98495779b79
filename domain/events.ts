/** What happened: one kind for each thing that somebody can do, as the activity page lists it. */
export const EVENT_KINDS = [
  'workspace.set_up',
  'workspace.changed',
  'delegation.added',
  'delegation.changed',
  'delegation.removed',
  'person.invited',
  'person.invitation_withdrawn',
  'person.joined',
  'person.renamed',
  'person.roles_changed',
  'person.removed',
  'person.restored',
  'person.reset_link_made',
  'person.second_factor_turned_off', // a colleague's, by a coordinator
  'person.account_changed', // password or second factor changed, signed out everywhere
  'report.created',
  'report.changed',
  'section.added',
  'section.changed',
  'section.moved',
  'section.removed',
  'section.stage_changed',
  'thread.opened',
  'thread.replied',
  'thread.resolved',
  'thread.reopened',
  'position.taken',
  'version.named',
  'version.restored',
  'report.published',
] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** The particulars of an event, as words and numbers to print: `{ from: 'drafting', to: 'review', reason: '…' }`. */
export type EventDetails = Record<string, string | number | boolean | null | string[]>;

/** Somebody who has a section open, as everybody may see. */
export type Presence = { userId: string; name: string; code: string; tone: number };

/**
 * What other screens and nodes are told, within a second: an event was recorded, a section's text has a new
 * head, people came or went. It only says what to ask for again: whoever receives it sees no more than
 * the API then shows them. `text`: the text has changed, and what is derived from it is as new. `presence` lists who
 * has the section open on the node `node`.
 */
export type Signal =
  | {
      kind: 'event';
      event: EventKind;
      reportId: string | null;
      sectionId: string | null;
      visibleTo: string | null;
    }
  | { kind: 'text'; reportId: string; sectionId: string; head: number }
  | { kind: 'presence'; reportId: string; sectionId: string; node: string; people: Presence[] };

/** What nodes tell each other: all of it, and at once that the log of a section has grown. */
export type NodeSignal = Signal | { kind: 'appended'; sectionId: string; head: number };
