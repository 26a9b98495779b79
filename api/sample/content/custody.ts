import type { SampleSection } from '../script.ts';

/** Annex II: being drafted by Canada. */
export const custody: SampleSection = {
  key: 'custody-file',
  kind: 'annex',
  title: 'The way of one file, from capture to print',
  penHolder: 'tremblay',
  contributors: ['AUS', 'GBR'],
  dueInDays: 14,
  text: `
{#custody-intro} This annex follows one file of the invented case, the photograph from the quay that {ref:t-grades} mentions, through
all the hands that held it. It shows what a complete record looks like, and what it costs to keep one.[^ About
twenty minutes in all, spread over nine weeks and six persons.]

{#t-custody} TABLE Custody of one invented file
| Step | Day and hour (UTC) | Who | What was done | First figures of SHA-256 |
| 1 | Day 9, 07:12 | Drafter of delegation P | Captured the page and the file | 0000 0000 |
| 2 | Day 9, 07:20 | The same | Entered it in the register, with conditions: none | 0000 0000 |
| 3 | Day 10, 13:05 | Reviewer of delegation Q | Confirmed the place from a second picture | 0000 0000 |
| 4 | Day 24, 09:40 | Drafter of delegation P | Asked the photographer for the file of the camera | 0000 0001[^ Another
file, and so another value. The first was a copy that the website had made smaller.] |
| 5 | Day 25, 16:30 | Analyst of delegation R | Examined both files for alteration; found none | 0000 0001 |
| 6 | Day 71, 11:00 | Pen-holder | Cited it in a footnote | 0000 0001 |
SOURCE: Invented for this sample

## What the record does not show

{#custody-limits} It does not show that the photograph is true. It shows that what was examined in step 5 is what was captured in step 4, and that
nobody has exchanged it since. {~2|That is enough.|A court would ask for more, and a report is not a court.}

{#custody-hours @2} All hours are given in Coordinated Universal Time. The photographer’s camera was set to the time of another zone, and its clock was eleven
minutes slow, as a tower clock in the background of another of the photographs shows.[^ The clock of the tower was checked as well. It is right, and invented.]

## What is kept, and for how long

{#custody-kept} The following is kept, under the conditions of whoever handed it in:

(a) both files, unaltered;
(b) the page on which the first was found, as it was seen on day 9;
(c) the letters to and from the photographer, who wishes:
  (i) not to be named;
  (ii) to be told when the report appears.

The record itself is kept longer than the files. When a file has to be deleted, because a period has ended or because whoever
handed it in asks for it back, its entry stays, with its value of SHA-256 and the reason for the deletion. Whoever holds another
copy can then still show that it is the same.
`,
  history: [
    { when: '36d 10:20', by: 'tremblay', does: 'write', step: 1 },
    { when: '7d 08:40', by: 'pryce', does: 'write', step: 2 },
    {
      when: '3d 14:00',
      by: 'ashworth',
      does: 'comment',
      thread: 'court',
      block: 'custody-limits',
      quote: 'a report is not a court',
      body: 'London likes this sentence and asks whether it could stand in section II as well.',
    },
  ],
};
