import type { SampleSection } from '../script.ts';

/** Section VIII: being drafted, and late. */
export const conclusions: SampleSection = {
  key: 'conclusions',
  kind: 'body',
  title: 'Conclusions and recommendations',
  penHolder: 'parata',
  contributors: ['AUS', 'CAN', 'FRA', 'DEU', 'ITA', 'JPN', 'NLD', 'ROK', 'GBR', 'USA'],
  dueInDays: -2,
  text: `
{#conclusions-intro} The invented case ends without a culprit. It was made so, because most cases do, and because the temptation to supply one is what
this sample is written against. What can be concluded concerns the way in which such cases are put together.

{#what-holds} ## What held

{#held-two} The rule of two independent sources held. It cost the drafters four sources of eleven, and two sentences that they would have liked to print. In
return every sentence that remains can lose any one of its sources and still stand, save for those that say otherwise.[^ There are five of
these. Each contains the words “according to a single source”, or names the source outright.]

{#held-custody} Custody held as well. When the pen-holder of {ref:imagery} was asked, four months after the event, on which day an image had been
bought, the answer took a minute. What had to be written down for this is shown in {ref:custody-file}.

{#held-brackets} Disagreement was shown and not hidden. Three states took positions on {ref:transfer} that were not clearance, and said in writing what
would change them. {~2|That is how it should be.|One objection was met by a single verb, which had taken four days to find and a minute to accept.}[^ The history of that section, with the wording
before and after, can be read in the drafting system.]

{#what-not} ## What did not hold

{#not-time} Time did not hold. The plan allowed for two weeks of review, and the review of {ref:cargo} alone took longer. Nothing was lost by it in an invented case; in a
real one, data that nobody had stored would by then have been deleted.

{#not-names} Names did not hold either. In the first drafts one vessel was called by three of its names, and one company by a name
that belonged to another.[^ The mistake was found by a reviewer of a fourth state, who had drawn the diagram that is now {ref:f-network} for her own use.] Since then every name in the text
is taken from the tables of {ref:registers}, and from nowhere else.

{#not-translation @2} Nor did the English text survive its first translation unchanged. Four sentences proved to have two meanings each, of which the other languages could
carry only one. All four were rewritten in English first, and are the better for it.

{#what-cost} ## What it cost

{#cost-hours} The sample would not be complete without an account of its cost, since a method that nobody can afford is not a method. In the
invented case eleven states gave about 900 hours between them. A third went into finding things, a third into testing them, and a third into agreeing on
words. The last third was the only one that had not been planned for.[^ The figures are invented, like the hours. Those who have taken part in such work
may judge for themselves whether they are plausible.]

{#cost-worth} It should not be thought of as lost. The words on which states had to agree are those on which a reader will lean, and a
sentence that has passed eleven legal offices seldom falls at the first question. What can be saved is the time between the rounds: a text that
waits for one answer need not keep ten others waiting.

{#t-follow} TABLE What is left to be done before this sample could be published
| Task | Section | By whom | Depends on |
| Decide the place of the paragraph on a vessel in distress | {ref:transfer} | Coordinators | Two positions |
| Confirm one link in the chain of ownership | {ref:identity} | Netherlands | A register (invented) |
| Test whether two measurements are independent | {ref:cargo} | United States | The surveyor (invented) |
| Clear captions for translation | {ref:imagery} | Australia | One licence[^ For the image of day 3. The others are in the public domain, being invented.] |
| Read all numbers back | {ref:registers} | Two delegations | All other tasks |
SOURCE: The participating states of this sample

{#recommendations} ## Recommendations

{#recommendations-whom} The recommendations are addressed to those who write reports of this kind. They are numbered apart from the paragraphs, so that they can be
cited by themselves.

### On evidence

RECOMMENDATION **Two sources.** A statement of fact should rest on at least two sources whose independence has been tested by somebody who did not
find them. The test should be on file.

RECOMMENDATION **Capture on citing.** Whatever is cited should be captured at that moment, with the time in Coordinated Universal Time and the SHA-256 value of the file, whether or not
it seems likely to disappear.

{#rec-ranges} RECOMMENDATION **Ranges.** A quantity should be printed as a range, together with the way in which it was found. Sums called “at least” should be sums of the lower
ends ({ref:ceiling-count}).

RECOMMENDATION **Words for gaps.** A vessel that reports no position should be said not to have been heard, until it has been shown that it fell silent by choice.

### On fairness

RECOMMENDATION **Right of reply.** Whoever is to be named should be sent the sentences in question, and given {~2|two|three} weeks. The report should print when the letter was
sent, and the substance of the answer.

{#rec-flags} RECOMMENDATION **Misused flags.** Where a flag was flown without right, the report should be worded so that the state whose flag it was appears as what it is: the first to be harmed
({ref:false-flag}).

RECOMMENDATION **Other explanations.** Where the evidence admits another explanation, it should be given, in the text or in a note, even though nobody has put it forward.

### On working together

RECOMMENDATION **One source of names.** Names and numbers should be taken from one table, which two persons of different delegations have read back.

{#rec-silence @2} RECOMMENDATION **Silence.** Where a text is put under a silence procedure, at least 72 hours should be allowed, as the General Assembly allows.[^ Silence that has lapsed should be recorded as such, and not as
clearance.] What was agreed by silence should be shown apart from what was agreed in words.

RECOMMENDATION **Clean files.** A published file should be built from what may be published, and read back before it is released, rather than cleaned of what may
not.[^ In 2005 the report of an international investigation disclosed the names of suspects through changes that the word processor
had kept.]

RECOMMENDATION **Time.** The calendar of a report should allow as much time for review as for drafting.

{#closing} ## Closing remark

{#closing-remark} A sample has one advantage over the documents that it imitates: it can afford to be wrong. Whoever finds a mistake in it is asked to tell the drafters, who
will be grateful; they are, after all, the only people in it who are not invented by somebody else.[^ They are invented as well.]
`,
  history: [
    { when: '24d 10:10', by: 'parata', does: 'write', step: 1 },
    { when: '15d 14:40', by: 'moreau', does: 'write', step: 2 },
    { when: '10d 15:00', by: 'parata', does: 'name', name: 'For discussion among all states' },
    {
      when: '8d 09:20',
      by: 'aubry',
      does: 'comment',
      thread: 'culprit',
      block: 'conclusions-intro',
      quote: 'ends without a culprit',
      body: 'Could we find another word? “Culprit” translates badly into French, where it has already been judged.',
    },
    {
      when: '7d 13:30',
      by: 'parata',
      does: 'reply',
      thread: 'culprit',
      body: '“Ends without an answer”?',
    },
    {
      when: '7d 15:10',
      by: 'aubry',
      does: 'reply',
      thread: 'culprit',
      body: 'Much better, thank you.',
    },
    {
      when: '4d 16:20',
      by: 'vogel',
      does: 'comment',
      thread: 'seventy-two',
      block: 'rec-silence',
      quote: 'at least 72 hours',
      body: 'Working hours or hours? Over a weekend it makes a difference of two days.',
    },
    {
      when: '2d 10:00',
      by: 'fleming',
      does: 'comment',
      thread: 'nzl-late',
      block: 'not-time',
      quote: 'Time did not hold.',
      visibility: 'delegation',
      body: 'For us only: we are late ourselves with this section. Shall I ask the coordinators for another week?',
    },
  ],
};
