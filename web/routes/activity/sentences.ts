import type { EventDetails, EventKind } from '../../../domain/events.ts';
import { REPORT_LANGUAGES } from '../../../domain/report-template.ts';
import { inSentence } from '../../../domain/state-names.ts';
import { POSITION_NAMES, type PositionKind } from '../../../domain/workflow/positions.ts';
import { ROLE_NAMES } from '../../../domain/workflow/roles.ts';
import { STAGE_NAMES } from '../../../domain/workflow/stages.ts';

/** An event as far as a sentence needs it. `actor` is null for what the server did by itself. */
export type ToldEvent = {
  kind: EventKind;
  actor: { name: string; code: string } | null;
  section: { title: string } | null;
  details: EventDetails;
};

/** What somebody did, to follow their name; `quote` is what they said with it, or what it is about. */
export type Predicate = { text: string; quote: string | null };

/** The whole sentence: "Hana Sato (JPN) moved “Methodology” to clearance". */
export function sentenceFor(event: ToldEvent): string {
  const who = event.actor === null ? 'The server' : `${event.actor.name} (${event.actor.code})`;
  return `${who} ${predicateOf(event).text}`;
}

/** What was done, in the past tense, without the one who did it. */
export function predicateOf(event: ToldEvent): Predicate {
  const { details } = event;
  const text = (name: string) => wordOf(details, name);
  // A title as it was then; the section's own is for events that did not record one.
  const section = `“${text('title') || (event.section?.title ?? 'a section')}”`;
  const told = (sentence: string, quote = ''): Predicate => ({ text: sentence, quote: quote || null });

  switch (event.kind) {
    case 'workspace.set_up':
      return told(`set up the workspace ${text('workspace')}`.trim());
    case 'workspace.changed':
      return told(workspaceChange(details));
    case 'delegation.added':
      return told(`added ${inSentence(text('name'))} (${text('code')}) as a participating state`);
    case 'delegation.changed':
      return told(`changed how the state ${text('was')} is named`);
    case 'delegation.removed':
      return told(`removed ${inSentence(text('name'))} (${text('code')}) from the participating states`);
    case 'person.invited': {
      const again = details.renewed === true ? 'sent a new invitation to' : 'invited';
      return told(`${again} ${text('email')} to ${text('delegation')} as ${roleWords(details)}`);
    }
    case 'person.invitation_withdrawn':
      return told(`withdrew the invitation of ${text('email')}`);
    case 'person.joined':
      return told(`joined as ${roleWords(details)}`);
    case 'person.renamed':
      return told(`changed their name from ${text('was')} to ${text('name')}`);
    case 'person.roles_changed':
      return told(`made ${text('name')} ${roleWords(details)} of ${text('delegation')}`);
    case 'person.removed':
      return told(`removed ${text('name')} from the workspace`);
    case 'person.restored':
      return told(`took ${text('name')} back into the workspace`);
    case 'person.reset_link_made':
      return told(`made a link with which ${text('name')} can choose a new password`);
    case 'person.second_factor_turned_off':
      return told(`turned off the second factor of ${text('name')}, who had lost it`);
    case 'person.account_changed':
      return told(ACCOUNT_CHANGES[text('change')] ?? 'changed how they sign in');
    case 'report.created':
      return told(`created the report ${text('symbol')} “${text('title')}”`);
    case 'report.changed':
      return told(reportChange(details));
    case 'section.added':
      return told(details.kind === 'annex' ? `added the annex ${section}` : `added the section ${section}`);
    case 'section.changed':
      return told(sectionChange(details, section));
    case 'section.moved':
      return told(`moved ${section} from place ${text('from')} to place ${text('to')}`);
    case 'section.removed':
      return told(`removed the section ${section}`, text('reason'));
    case 'section.stage_changed':
      return told(stageChange(details, section), text('reason'));
    case 'thread.opened':
      return told(`commented on ${section}`, text('quote'));
    case 'thread.replied':
      return told(`replied to a comment on ${section}`, text('quote'));
    case 'thread.resolved':
      return told(`resolved a comment on ${section}`, text('quote'));
    case 'thread.reopened':
      return told(`reopened a comment on ${section}`, text('quote'));
    case 'position.taken':
      return told(`took a position for ${inSentence(text('state'))} on ${section}: ${positionName(details)}`);
    case 'version.named':
      return told(`kept a version of ${section} as “${text('name')}”`);
    case 'version.restored':
      return told(
        text('name') === ''
          ? `restored an earlier version of ${section}`
          : `restored the version “${text('name')}” of ${section}`,
      );
    case 'report.published':
      return told(`published ${text('symbol')}, edition ${text('edition')}`);
  }
}

const ACCOUNT_CHANGES: Record<string, string> = {
  password_changed: 'changed their password',
  password_reset: 'chose a new password by a link',
  second_factor_on: 'turned their second factor on',
  second_factor_off: 'turned their second factor off',
  backup_codes_renewed: 'renewed their backup codes',
  signed_out_everywhere: 'signed out everywhere',
};

const SECTION_FIELDS: Record<string, string> = {
  title: 'title',
  kind: 'kind',
  leadDelegationId: 'lead state',
  penHolderId: 'pen-holder',
  contributorIds: 'contributing states',
  dueAt: 'due date',
};

function workspaceChange(details: EventDetails): string {
  const parts: string[] = [];
  if (typeof details.name === 'string') parts.push(`named the workspace ${details.name}`);
  if (details.requireSecondFactor === true) parts.push('made a second factor necessary for everybody');
  if (details.requireSecondFactor === false) parts.push('made a second factor optional');
  return parts.length > 0 ? listed(parts) : 'changed the workspace';
}

function reportChange(details: EventDetails): string {
  const parts: string[] = [];
  if (typeof details.symbol === 'string') parts.push(`its symbol to ${details.symbol}`);
  if (typeof details.title === 'string') parts.push(`its title to “${details.title}”`);
  if (Array.isArray(details.languages))
    parts.push(`its languages to ${listed(details.languages.map(languageName))}`);
  return parts.length > 0 ? `changed the report: ${listed(parts)}` : 'changed the report';
}

function sectionChange(details: EventDetails, section: string): string {
  const before = wordOf(details, 'before');
  const changed = Array.isArray(details.changed) ? details.changed : [];
  const others = changed
    .filter((field) => field !== 'title' || before === '')
    .map((field) => SECTION_FIELDS[field] ?? field);
  if (before === '')
    return others.length > 0 ? `changed the ${listed(others)} of ${section}` : `changed ${section}`;
  const renamed = `renamed “${before}” to ${section}`;
  return others.length > 0 ? `${renamed} and changed its ${listed(others)}` : renamed;
}

function stageChange(details: EventDetails, section: string): string {
  const [from, to] = [details.from, details.to];
  if (to === 'agreed') return `marked ${section} as agreed`;
  if (from === 'agreed') return `reopened ${section} for ${stageName(to)}`;
  const isBack = to === 'drafting' || (from === 'clearance' && to === 'review');
  return `${isBack ? 'returned' : 'moved'} ${section} to ${stageName(to)}`;
}

function stageName(stage: EventDetails[string] | undefined): string {
  const name = Object.entries(STAGE_NAMES).find(([key]) => key === stage)?.[1];
  return name?.toLowerCase() ?? 'another stage';
}

function positionName(details: EventDetails): string {
  const name = POSITION_NAMES[wordOf(details, 'position') as PositionKind] as string | undefined; // as recorded
  return name?.toLowerCase() ?? wordOf(details, 'position');
}

function languageName(code: string): string {
  return Object.entries(REPORT_LANGUAGES).find(([key]) => key === code)?.[1] ?? code;
}

function roleWords(details: EventDetails): string {
  const roles = Array.isArray(details.roles) ? details.roles : [];
  const names = roles.map(
    (role) =>
      Object.entries(ROLE_NAMES)
        .find(([key]) => key === role)?.[1]
        .toLowerCase() ?? role,
  );
  return names.length > 0 ? listed(names) : 'a member';
}

function wordOf(details: EventDetails, name: string): string {
  const value = details[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
}

/** "a", "a and b", "a, b and c". */
function listed(parts: string[]): string {
  return parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
