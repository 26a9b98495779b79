import { allCleared, positions, type SampleSection } from '../script.ts';

/** Section II: agreed, after a second round. */
export const method: SampleSection = {
  key: 'method',
  kind: 'body',
  title: 'Methodology and standard of evidence',
  penHolder: 'pryce',
  contributors: ['AUS', 'CAN', 'DEU', 'ROK'],
  dueInDays: -20,
  text: `
{#method-aim} A report of this kind is read by people who would like it to be wrong. One mistaken vessel number is
enough to set aside, in public debate, everything that stands on the other pages. The method described here is
therefore less concerned with finding more than with claiming no more than was found.

{#sources} ## Sources and their independence

{#two-source-rule} A statement of fact rests on at least two independent sources. Two sources are independent when
neither learned of the matter from the other, and when both did not learn of it from the same third.[^ Two
newspapers that reprint one agency’s dispatch are one source. Two satellites of one operator, on different days, are
two observations by one source.] Where only one source exists, and the matter cannot be left out, the text says “according to
a single source” in those words.

{#independence-test @2} Independence is tested and not presumed. The drafter writes down, for each source, how it came to know
what it says; a second drafter, of another delegation, reads only these notes and says whether any two of them
meet.[^ The notes stay on file and are not published. What is published is the result.] In the invented case the
test removed four of eleven apparent sources, as {ref:t-sources} shows.

{#t-sources @2} TABLE Sources of the invented case before and after the test of independence
| Kind of source | Offered | Independent | Reason for the difference |
| Participating states | 3 | 3 | – |
| Open-source organisations | 4 | 2 | Two had used the same commercial imagery, and said so when asked.[^ Both were credited for it. To
be found dependent is no reproach.] |
| Companies | 2 | 1 | One had repeated what the other had told it. |
| Press | 2 | 1 | One article quoted the other, in translation. |
| All | 11 | 7 | |
SOURCE: Invented for this sample

{#grades} ## Grading

{#grade-two} Each item is graded twice, by the scale that is known as the Admiralty code: the reliability of its source by a
letter, and the credibility of what it says by a figure. The two are kept apart. A reliable source can be
mistaken, and an unreliable one can be right.

{#grade-use} An item graded {~3|lower than C or 3|lower than C for reliability, or lower than 3 for credibility,} supports no statement by itself. It may stand beside a better one, and it may show
where to look. The scale is given in {ref:t-grades}, with an example of each grade from the invented case.

{#t-grades} TABLE The two scales, and an invented example of each grade
| Reliability of the source | Credibility of the content | Example (all invented) |
| A – completely reliable | 1 – confirmed by others | The log of a pilot station, read on the spot by two officers |
| B – usually reliable | 2 – probably true | A weekly report of a classification society |
| C – fairly reliable | 3 – possibly true | A photograph from the quay, its place confirmed, its date claimed[^ A date in a file’s properties is what a
clock once said. It is a claim like any other.] |
| D – not usually reliable | 4 – doubtful | A message forwarded by a broker who has an interest in it |
| E – unreliable | 5 – improbable | A bill of lading on the form of a company that had been wound up |
| F – cannot be judged | 6 – cannot be judged | An unsigned letter |
SOURCE: Invented for this sample, after the scale in common use

{#custody} ## Custody

{#custody-capture} What is cited is captured. A page on the web is stored as it was seen, together with the
moment in Coordinated Universal Time, the name of whoever captured it, and the SHA-256 value of the file.[^ The value
is computed when the file is made and again whenever it changes hands. One file is followed through six hands in {ref:t-custody}.] Most addresses that are cited in such reports cannot be opened some years later; the captures can.

{#custody-chain} Each hand through which an item passes is recorded. A gap in the record does not make the item false,
but the report says that there is one. The way of an item from its receipt to a printed sentence is drawn in {ref:f-handling}.

{#f-handling} FIGURE handling
CAPTION: The way of one item of evidence, from receipt to print
SOURCE: Invented for this sample
ALTERNATIVE: Five boxes in a row joined by arrows: received, graded, compared, put to those named, cleared.
Below each of the first four, a smaller arrow leads to a box that says set aside.

{#originator} Whoever hands in an item may set conditions for its use, and keeps control of it. Nothing is published
against these conditions, and a drafter who needs more than they allow goes back and asks.[^ The markings of the
Traffic Light Protocol, version 2.0, are used for this and are never translated.] Classified text has no
place in the drafting system. Where a statement rests on it, the file holds a pointer, and those who may follow
the pointer do so elsewhere.

{#fairness} ## Fairness to those named

{#reply-right} Nobody is named without having been asked. A letter sets out what is to be said, and leaves a reasonable time for
an answer. {~3|The answer is printed.|The report prints when the letter was sent, whether it was answered, and the substance of the answer, whether or
not the drafters were persuaded by it.}[^ In the invented case six letters were sent and two answered. The answers
are given in {ref:payments}.]

{#language-care} The words chosen keep to what is known. “Was observed to” is not “did”; “is registered to” is not “belongs to”.
The following rule, which the invented steering group of this sample adopted for itself, is applied throughout:

> A sentence that would have to be withdrawn if one source were withdrawn says so, or is not printed.

{#restraint} Finally, silence is not evidence. A vessel that reports no position may have switched off its transmitter, or
may have been beyond the reach of every receiver. The sections below say which, where that can be known, and
leave the question open where it cannot.

{#method-roles} ## Who does what

{#method-delegations} Each section is led by one state, whose pen-holder keeps its text, and is written with the states that contribute to it. All
delegations read and comment. A section is then frozen, and each state takes a position on the text as it stands:

(a) it clears the text, with or without a comment;
(b) it agrees *ad referendum*, which means that its capital has still to confirm;
(c) it enters a reserve, or an objection, and says what would meet it;
(d) it abstains, or does not take part.

{#method-binding} A position is bound to the words on which it was taken. If a frozen text is changed after all, with a reason that is recorded,
the earlier positions no longer stand, and are asked for again. This is slower than to assume that a small
change offends nobody. The experience with {ref:assessment-words}, where one verb was the whole of a disagreement, suggests
that no change is small enough to be assumed.
`,
  history: [
    { when: '43d 13:30', by: 'pryce', does: 'write', step: 1 },
    { when: '40d 10:40', by: 'han', does: 'write', step: 2 },
    { when: '39d 16:00', by: 'pryce', does: 'name', name: 'With the test of independence' },
    { when: '38d 12:00', by: 'pryce', does: 'move', to: 'review' },
    {
      when: '37d 09:20',
      by: 'baek',
      does: 'comment',
      thread: 'grades',
      block: 'grade-use',
      quote: 'lower than C or 3',
      body: 'Readers will take this as one scale. The two are kept apart, as the paragraph above says; please say which is which.',
    },
    {
      when: '36d 14:10',
      by: 'vogel',
      does: 'comment',
      thread: 'reply-print',
      block: 'reply-right',
      quote: 'The answer is printed.',
      body: 'All of it? Some of these answers run to forty pages. The substance should be enough, but it must be there even where we disagree.',
    },
    {
      when: '36d 16:45',
      by: 'nair',
      does: 'reply',
      thread: 'reply-print',
      body: 'Canada would support “the substance of the answer”.',
    },
    { when: '34d 10:00', by: 'pryce', does: 'write', step: 3 },
    { when: '34d 10:10', by: 'pryce', does: 'resolve', thread: 'grades' },
    {
      when: '34d 10:12',
      by: 'pryce',
      does: 'reply',
      thread: 'reply-print',
      body: 'Done in those words.',
    },
    { when: '34d 15:00', by: 'vogel', does: 'resolve', thread: 'reply-print' },
    { when: '33d 09:05', by: 'tanabe', does: 'move', to: 'clearance' },
    ...allCleared('31d 08:00', {
      DEU: ['reserve', 'Berlin is still studying the rule on single sources.'],
      FRA: ['cleared_with_comment', 'We understand “reasonable time” as three weeks at least.'],
    }),
    ...positions('24d 09:30', { DEU: 'cleared' }),
    { when: '23d 09:00', by: 'whitfield', does: 'move', to: 'agreed' },
  ],
};
