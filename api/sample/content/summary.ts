import type { SampleSection } from '../script.ts';

/** The summary, which is drafted last. Its paragraphs have no numbers. */
export const summary: SampleSection = {
  key: 'summary',
  kind: 'summary',
  title: 'Summary',
  penHolder: 'ferrara',
  contributors: ['FRA', 'NZL'],
  dueInDays: 12,
  text: `
This document is a sample. It shows how several states write one report together, by means of a case in which
every vessel, company and event is invented. It states no finding, and nothing in it may be cited as one.

The Multilateral Sanctions Monitoring Team was launched by eleven states on 16 October 2024, after the mandate of the Panel of Experts had
lapsed on 30 April of that year. Its reports are read closely, and not always kindly. The sample asks what must be on
file before one of them may say that cargo passed from one vessel to another at sea.

The answer is given in steps. The standard, set in {ref:method}, is this: two sources whose independence has been tested, grades for the source and
for its content, unbroken custody, and an opportunity to reply for everybody who is named. One invented night is then reconstructed in {ref:transfer},
from receivers, an image and an observation from the air. Which hull was seen, and to whom it belonged on paper, is
established in {ref:identity} as far as it can be. The papers, the draughts and the pictures are weighed in
{ref:cargo} and {ref:imagery}.

{~2|The result is a sentence with three qualifications in it.|What remains at the end is one sentence with three qualifications in it: two vessels, one very probably
and the other possibly those of the case, lay alongside each other for at least 35 minutes, and what was reported afterwards is what would be
expected if cargo had passed.} How little can be added by following the money, and how useful even that is, is shown in
{ref:payments}.

{@2} Three habits of language run through the text. A vessel that reports no position “was not heard”. A quantity is a range. A company
that owns a vessel is not, for that reason, suspected of anything.

Eleven recommendations to those who write such reports are made in {ref:conclusions}. They concern evidence, fairness to those named, and the ways in
which states work together on one text.
`,
  history: [
    { when: '20d 14:00', by: 'ferrara', does: 'write', step: 1 },
    { when: '12d 11:00', by: 'ferrara', does: 'write', step: 2 },
    {
      when: '6d 09:40',
      by: 'brooks',
      does: 'comment',
      thread: 'kindly',
      block: 'summary-block-2',
      quote: 'and not always kindly',
      body: 'True, and rather nice, but it will be quoted back at us. Perhaps only “closely”.',
    },
    {
      when: '5d 10:05',
      by: 'ferrara',
      does: 'reply',
      thread: 'kindly',
      body: 'Let me keep it until the other sections are agreed. I shall take it out if anybody else minds.',
    },
  ],
};
