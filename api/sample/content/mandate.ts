import { allCleared, positions, type SampleSection } from '../script.ts';

/** Section I: agreed by everybody. What it says of the Panel and of the Team is public; the rest is about this sample. */
export const mandate: SampleSection = {
  key: 'mandate',
  kind: 'body',
  title: 'Introduction and mandate',
  penHolder: 'moreau',
  contributors: ['GBR', 'JPN', 'USA'],
  dueInDays: -24,
  text: `
{#sample-notice} This document is a sample. It was written to show how a report of several states is drafted,
reviewed, cleared and published, and for no other purpose. The dates and decisions in {ref:panel} and {ref:team}
are public; every vessel, company, port, person and event in the sections that follow is invented, and is called
so wherever it is named.[^ The word “invented” stands behind each such name. Numbers that would identify a real
vessel, account or person are replaced by rows of zeros.] Nothing in it is a finding of any government.

{#sample-reader} The sample is addressed to two readers. The first is about to take part in such a report and wishes
to see what a finished one looks like, down to its footnotes. The second has a report in hand and wishes to
know how much weight its sentences can bear. {~2|Both will find|Both, it is hoped, will find} that the greater part of the work lies
not in discovering things but in being able to say, years later, how each of them was known.

{#panel} ## From the Panel of Experts to the Team

{#panel-lapse} For many years the implementation of the measures that the Security Council had decided upon with regard
to the Democratic People’s Republic of Korea was watched by a Panel of Experts, which supported the Committee
established pursuant to resolution 1718 (2006).[^ Referred to below as “the Panel” and “the 1718 Committee”.]
The mandate of the Panel lapsed on 30 April 2024, after its renewal had been vetoed in March of that year.

{#panel-heritage} The Panel left a body of reports of considerable size. They ran from 70 pages of text with 200 pages of
annexes to 615 pages in all: in each of them the evidence and the annexes were the larger half.[^ This sample
follows the same proportion in spirit only. Its annexes are short, because invented evidence needs little room.]
They also show how fragile agreement can be. The report of 2011 never became an official document, since one
expert would not sign it; that of 2018 was changed at the request of one state.

{#team} ## The Multilateral Sanctions Monitoring Team

{#team-launch} On 16 October 2024 eleven states announced the Multilateral Sanctions Monitoring Team: Australia, Canada,
France, Germany, Italy, Japan, the Netherlands, New Zealand, the Republic of Korea, the United Kingdom and the
United States.[^ The states are named here in the alphabetical order of their short English names, as they are in
every list of this document.] The Team is open to others. It stands outside the United Nations, and does not
speak for the Security Council or for any of its committees.

{#team-steering @2} A steering committee gives the Team its direction. It met for the first time on 19 February 2025. Between
its meetings the work is carried by delegations, each of which contributes what its own authorities can
release and answers for it.

{#team-reports} The Team has published reports on single subjects, rather than one report on all of them. The first,
MSMT/2025/1 of 29 May 2025, ran to 29 pages and dealt with unlawful military cooperation between the Democratic
People’s Republic of Korea and the Russian Federation.[^ The symbol names the body, the year and the number of
the report within the year. The symbol of this document, MSMT/SAMPLE/1, follows no such series.] The second, MSMT/2025/2 of 22 October 2025, dealt with cyber
activity and with information technology workers, and ran to more than 130 pages. Both appeared in English,
Spanish, French, Russian, Chinese and Arabic.

{#f-timeline} FIGURE timeline
CAPTION: From the lapse of one mandate to the second report of the Team
SOURCE: The public dates given in this section
ALTERNATIVE: A horizontal line from early 2024 to late 2025 with six marks. March 2024: renewal vetoed.
30 April 2024: mandate lapses. 16 October 2024: Team launched. 19 February 2025: steering committee meets.
29 May 2025: report 1. 22 October 2025: report 2.

{#team-inputs} Three kinds of contributor supply what the Team’s reports are made of: participating states, organisations
that work from open sources, and companies.[^ How contributions of each kind are weighed is set out in
{ref:grades}.] On the day of publication every participating government issues a joint statement, the same text
everywhere. A report is thus one part of a bundle, which has one hour of release and one text in each
language.

{#team-reader} A report of this kind has no judge to persuade and no penalty to impose. Its effect rests on being believed: by
banks and insurers, who act on it at once; by authorities, who have to be able to verify it; and by those it names, who will look for
the one sentence that does not hold.[^ For this reason the sample cites paragraphs and never pages. Paragraphs keep their
numbers in every language, and pages do not.]

{#scope} ## Scope of this sample

{#scope-question} The sample puts one question: what must be on file before a report may say that cargo passed from
one vessel to another at sea? The standard of evidence is stated in {ref:method}. It is then applied, step by step, to a single invented case,
from {ref:transfer} to {ref:payments}. The conclusions drawn in {ref:conclusions} are meant for those who write
such reports, and concern nobody who might be named in one.

The case was chosen because it is easy to invent and hard to prove. It has:

(a) two vessels, *Example Star* (invented) and *Specimen Tide* (invented), which are listed with their invented
particulars in {ref:t-vessels};
(b) one cargo, described as gas oil on one paper and as ballast on another;
(c) three companies, of which:
  (i) one owns a vessel;
  (ii) one charters it;
  (iii) one pays for both, and answers no letters;
(d) eleven days on which at least one of the parties would rather not have been seen.

{#scope-law} The legal framework is cited in the form that the participating states have agreed upon, as in “resolution
2397 (2017), paragraph 5”. {~3|A resolution is cited for what it says.|A paragraph that *decides* is told apart from one that *calls upon*, and a paragraph that a later
one has replaced is not cited for an event that came after.}[^ The symbol of the resolution given as an example is
S/RES/2397 (2017).] No part of this document states that any of these paragraphs was breached by anybody.

{#scope-reading} Numbers run through the whole document. Paragraphs, footnotes, tables, figures and recommendations are each counted in
one series, so that a reference has one meaning wherever it is made. Inside tables and annexes the notes bear letters. A
reader who follows a reference from one section into another should never have to ask which of two things was meant.
`,
  history: [
    { when: '43d 09:10', by: 'moreau', does: 'write', step: 1 },
    { when: '41d 14:20', by: 'pryce', does: 'write', step: 2 },
    { when: '40d 08:50', by: 'moreau', does: 'name', name: 'First full draft' },
    { when: '38d 09:00', by: 'moreau', does: 'move', to: 'review' },
    {
      when: '37d 10:15',
      by: 'brooks',
      does: 'comment',
      thread: 'citing',
      block: 'scope-law',
      quote: 'A resolution is cited for what it says.',
      body: 'This is true but does not help a drafter. Could we spell out the difference between “decides” and “calls upon”? It is the commonest mistake in contributions.',
    },
    {
      when: '37d 15:40',
      by: 'aubry',
      does: 'reply',
      thread: 'citing',
      body: 'Agreed. And a word on paragraphs that were replaced before the event, please.',
    },
    {
      when: '36d 11:05',
      by: 'nair',
      does: 'comment',
      thread: 'eleven-days',
      block: 'scope-question',
      quote: 'what must be on file',
      body: 'I would keep “on file” rather than “known”. It is the whole point of the document.',
    },
    { when: '35d 09:30', by: 'moreau', does: 'write', step: 3 },
    {
      when: '35d 09:40',
      by: 'moreau',
      does: 'reply',
      thread: 'citing',
      body: 'Redrafted, with both points.',
    },
    { when: '35d 13:00', by: 'brooks', does: 'resolve', thread: 'citing' },
    { when: '34d 08:30', by: 'moreau', does: 'resolve', thread: 'eleven-days' },
    { when: '33d 09:00', by: 'tanabe', does: 'move', to: 'clearance' },
    ...allCleared('32d 08:15', {
      ITA: ['ad_referendum', 'Rome confirms by the end of the week.'],
      NZL: [
        'cleared_with_comment',
        'We would have preferred a shorter account of the Panel, and can accept this one.',
      ],
    }),
    ...positions('28d 10:00', { ITA: 'cleared' }),
    { when: '27d 09:00', by: 'tanabe', does: 'move', to: 'agreed' },
  ],
};
