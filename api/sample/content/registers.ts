import type { SampleSection } from '../script.ts';

/** Annex I: in review. The one place that names and numbers are taken from. */
export const registers: SampleSection = {
  key: 'registers',
  kind: 'annex',
  title: 'Vessels and companies of the invented case',
  penHolder: 'dewit',
  contributors: ['ROK', 'DEU'],
  dueInDays: 8,
  text: `
{#registers-intro} This annex is the only place from which the text takes names and numbers. All of them are invented. Numbers
consist of zeros with a last figure that tells them apart.[^ A reader who searches for any of them will find nothing, which is the intention.]

## Vessels

{#t-vessels} TABLE Vessels of the invented case
| Name | IMO number | Flag | Type | Length | Owner | Manager |
| *Example Star* (invented) | 0000001 | State X (invented) | Oil tanker | 104 m | Owner not named[^ According to a single source, and so not printed.] | Company C |
| *Specimen Tide* (invented) | 0000002 | State Y (invented) | Oil tanker | 119 m | Company A | Company C |
| *Sample Dawn* (invented) | 0000002 | State Z (invented) | Oil tanker | 119 m | Company A | – |
SOURCE: Invented for this sample

{#registers-same} The second and the third line are one hull under two names, as {ref:renaming} explains. They are listed apart, since
documents of either name exist, and a reader may hold one of them.[^ The register closed its entry for *Sample Dawn* (invented) on day −400.]

## Companies

{#t-companies} TABLE Companies of the invented case, and where each entry was found
| Company | Part in the case | Register number | Shareholders | Found in |
| Company A (invented) | Owner of *Specimen Tide* | 000-A | Company B | Register of State Y (invented), day 31 |
| Company B (invented) | Shareholder of company A | 000-B | Not held by the register | Register of State Z (invented), day 33 |
| Company C (invented) | Manager of both vessels | 000-C | {~2|Not yet known|Two natural persons[^ Their names are on file. Neither is an official of any state.]} | Register of State X (invented), day 31 |
| Company D (invented) | Charterer of *Example Star* | 000-D | Shown to those who ask in person | Visit to the register, day 47 |
SOURCE: Invented for this sample

{#registers-readback} The tables were read back against the captured extracts by two persons, of two delegations, on two days. The readers
found one error: two figures of the length of *Example Star* (invented) had changed places. It is corrected above.

## Places

{#registers-places @2} Port Example (invented) and Port Sample (invented) lie on the coast of the Invented Sea, which has no other ports. Distances between them are
consistent throughout the text. They were laid down before the case was written, so that the speeds in {ref:transfer} could be
checked by somebody who had not written it.

## Persons

No natural person is named in this sample, invented or otherwise. Where an office is meant, such as that of a master, the text names the
office. The people who appear in the drafting system as authors of the sample are invented as well, and so are their addresses.
`,
  history: [
    { when: '34d 14:10', by: 'dewit', does: 'write', step: 1 },
    { when: '23d 09:30', by: 'brandt', does: 'write', step: 2 },
    { when: '18d 15:00', by: 'dewit', does: 'name', name: 'After the first reading back' },
    { when: '17d 09:00', by: 'dewit', does: 'move', to: 'review' },
    {
      when: '13d 10:40',
      by: 'baek',
      does: 'comment',
      thread: 'hull',
      block: 'registers-same',
      quote: 'are one hull under two names',
      body: 'Section IV counts four names. Should the other two have lines of their own here?',
    },
    {
      when: '12d 14:25',
      by: 'dewit',
      does: 'reply',
      thread: 'hull',
      body: 'Only these two appear on documents that we cite. I can add a sentence to say so.',
    },
    { when: '11d 09:15', by: 'baek', does: 'resolve', thread: 'hull' },
    {
      when: '6d 13:50',
      by: 'nair',
      does: 'comment',
      thread: 'error',
      block: 'registers-readback',
      quote: 'had changed places',
      body: 'Do we want to tell the reader of errors that were corrected before anybody saw them?',
    },
  ],
};
