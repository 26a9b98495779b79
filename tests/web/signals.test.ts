import { expect, test } from 'vitest';
import { EVENT_KINDS, type EventKind, type Signal } from '../../domain/events.ts';
import { keys } from '../../web/api/keys.ts';
import { keysTouchedBy } from '../../web/api/signals.ts';

const event = (kind: EventKind, reportId: string | null = 'r', sectionId: string | null = 's'): Signal => ({
  kind: 'event',
  event: kind,
  reportId,
  sectionId,
  visibleTo: null,
});

/** Whether the answer kept under `key` is asked for again: some touched key is its beginning. */
const isTouched = (signal: Signal, key: readonly string[]) =>
  keysTouchedBy(signal).some((touched) => touched.every((part, index) => key[index] === part));

test('WEB12 a change of text touches that text, the numbers and the clearance of its report, and nothing else', () => {
  const signal: Signal = { kind: 'text', reportId: 'r', sectionId: 's', head: 7 };
  expect(isTouched(signal, keys.text('s'))).toBe(true);
  expect(isTouched(signal, keys.report('r'))).toBe(true);
  expect(isTouched(signal, keys.clearance('r'))).toBe(true);
  for (const key of [keys.text('other'), keys.report('other'), keys.threads('s'), keys.people, keys.reports])
    expect([key, isTouched(signal, key)]).toEqual([key, false]);
});

test.each<[EventKind, readonly string[][]]>([
  ['thread.replied', [[...keys.threads('s')], [...keys.report('r')], [...keys.reports]]],
  ['position.taken', [[...keys.clearance('r')], [...keys.report('r')], [...keys.reports]]],
  ['section.stage_changed', [[...keys.clearance('r')], [...keys.report('r')], [...keys.versions('s')]]],
  ['version.restored', [[...keys.text('s')], [...keys.versions('s')]]],
  ['report.published', [[...keys.report('r')], [...keys.publications('r')], [...keys.reports]]],
  ['person.roles_changed', [[...keys.me], [...keys.people], [...keys.report('r')], [...keys.report('x')]]],
  ['delegation.changed', [[...keys.delegations], [...keys.people], [...keys.report('x')]]],
])('WEB12 %s touches what it changed', (kind, wanted) => {
  for (const key of wanted) expect([key, isTouched(event(kind), key)]).toEqual([key, true]);
});

test('WEB12 every event of a report touches its activity, and none another report', () => {
  const everywhere = ['person', 'delegation', 'workspace'];
  for (const kind of EVENT_KINDS.filter((each) => !everywhere.includes(each.split('.')[0] ?? ''))) {
    expect([kind, isTouched(event(kind), keys.activity('r'))]).toEqual([kind, true]);
    expect([kind, isTouched(event(kind), keys.report('other'))]).toEqual([kind, false]);
  }
});

test('WEB12 who comes and goes touches only who is where', () => {
  const signal: Signal = { kind: 'presence', reportId: 'r', sectionId: 's', node: 'n', people: [] };
  expect(keysTouchedBy(signal)).toEqual([keys.presence('r')]);
});
