import { describe, expect, test } from 'vitest';
import { EVENT_KINDS, type EventDetails, type EventKind } from '../../domain/events.ts';
import { byDay, clocksOf } from '../../web/routes/activity/days.ts';
import { predicateOf, sentenceFor } from '../../web/routes/activity/sentences.ts';

const hana = { name: 'Hana Sato', code: 'JPN' };
const tell = (kind: EventKind, details: EventDetails = {}) =>
  sentenceFor({ kind, actor: hana, section: { title: 'Methods' }, details });

describe('EVT3 the activity is told in plain sentences', () => {
  test.each<[EventKind, EventDetails, string]>([
    [
      'section.stage_changed',
      { title: 'Methodology', from: 'review', to: 'clearance' },
      'Hana Sato (JPN) moved “Methodology” to clearance',
    ],
    [
      'section.stage_changed',
      { title: 'Methodology', from: 'clearance', to: 'review', reason: 'New figures' },
      'Hana Sato (JPN) returned “Methodology” to review',
    ],
    [
      'section.stage_changed',
      { title: 'Methodology', from: 'clearance', to: 'agreed' },
      'Hana Sato (JPN) marked “Methodology” as agreed',
    ],
    [
      'section.stage_changed',
      { title: 'Methodology', from: 'agreed', to: 'review' },
      'Hana Sato (JPN) reopened “Methodology” for review',
    ],
    [
      'position.taken',
      { title: 'Methodology', position: 'cleared_with_comment', state: 'Netherlands' },
      'Hana Sato (JPN) took a position for the Netherlands on “Methodology”: cleared with comment',
    ],
    ['thread.opened', { quote: 'nine ships' }, 'Hana Sato (JPN) commented on “Methods”'],
    [
      'section.changed',
      { title: 'Methodology', before: 'Methods', changed: ['title', 'dueAt', 'penHolderId'] },
      'Hana Sato (JPN) renamed “Methods” to “Methodology” and changed its due date and pen-holder',
    ],
    [
      'section.changed',
      { title: 'Methodology', changed: ['contributorIds'] },
      'Hana Sato (JPN) changed the contributing states of “Methodology”',
    ],
    [
      'report.changed',
      { symbol: 'MSMT/2026/2', languages: ['en', 'fr'] },
      'Hana Sato (JPN) changed the report: its symbol to MSMT/2026/2 and its languages to English and French',
    ],
    [
      'version.restored',
      { title: 'Methodology', name: null },
      'Hana Sato (JPN) restored an earlier version of “Methodology”',
    ],
    [
      'report.published',
      { symbol: 'MSMT/2026/1', edition: 2 },
      'Hana Sato (JPN) published MSMT/2026/1, edition 2',
    ],
  ])('EVT3 %s %o', (kind, details, sentence) => expect(tell(kind, details)).toBe(sentence));

  test('EVT3 every kind of event has a sentence that names who did it, without a word that is not there', () => {
    for (const kind of EVENT_KINDS) {
      const sentence = tell(kind);
      expect(sentence).toMatch(/^Hana Sato \(JPN\) [a-z]/);
      expect(sentence).not.toMatch(/undefined|null|\[object/);
    }
  });

  test('EVT3 a reason and the words that a comment is about are quoted', () => {
    const event = { actor: hana, section: null };
    expect(
      predicateOf({ ...event, kind: 'section.removed', details: { title: 'Annex', reason: 'Merged' } }).quote,
    ).toBe('Merged');
    expect(predicateOf({ ...event, kind: 'thread.opened', details: { quote: 'nine ships' } }).quote).toBe(
      'nine ships',
    );
    expect(predicateOf({ ...event, kind: 'section.moved', details: {} }).quote).toBeNull();
  });

  test('EVT3 what the server did by itself is told as such', () => {
    expect(sentenceFor({ kind: 'report.published', actor: null, section: null, details: {} })).toMatch(
      /^The server /,
    );
  });

  test('EVT3 days are those of the viewer and not of UTC', () => {
    const events = [
      { at: '2026-05-29T16:00:00Z' },
      { at: '2026-05-29T14:30:00Z' },
      { at: '2026-05-28T15:30:00Z' },
      { at: '2026-05-20T00:00:00Z' },
    ];
    const days = byDay(events, new Date('2026-05-30T03:00:00Z'), 'Asia/Tokyo');
    expect(days.map(({ name, events: { length } }) => [name, length])).toEqual([
      ['Today, 30 May 2026', 1],
      ['Yesterday, 29 May 2026', 2],
      ['20 May 2026', 1],
    ]);
  });

  test('EVT3 the clock is the viewer’s and UTC, which says its date where it is another', () => {
    const at = new Date('2026-05-29T16:20:00Z');
    expect(clocksOf(at, 'Europe/Paris')).toBe('18:20 Paris, 16:20 UTC');
    expect(clocksOf(at, 'Asia/Seoul')).toBe('01:20 Seoul, 16:20 UTC on 29 May 2026');
    expect(clocksOf(at, 'UTC')).toBe('16:20 UTC');
  });
});
