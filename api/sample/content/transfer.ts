import { positions, type SampleSection } from '../script.ts';

/** Section III: up for clearance for the second time, with every standing that a position can have. */
export const transfer: SampleSection = {
  key: 'transfer',
  kind: 'body',
  title: 'Reconstructing a transfer at sea',
  penHolder: 'mizuno',
  contributors: ['ROK', 'AUS', 'USA', 'NZL'],
  dueInDays: 4,
  text: `
{#transfer-intro} This section reconstructs one invented night. It is told in the order in which the evidence was found, which is not
the order of events, because a reader who wishes to test the reconstruction has to know what the drafters knew
at each step.

{#first-sign} ## The first sign

{#port-example} On day 1 the tanker *Example Star* (invented) left Port Example (invented) with papers for a voyage of two days.
It arrived after five.[^ All dates in the invented case are counted from the departure, which is day 1. No calendar
date is given, so that no real voyage can be read into it.] A delay of three days has many innocent explanations: weather, a fault in the
engine, a berth that was not free. The weather was fair, no repair was reported, and the berth stood empty.

{#track-gap} The reported track of the vessel, which is broadcast for the safety of navigation, shows a gap of {~3|more than thirty|36} hours
that begins on the evening of day 2. Before the gap the vessel held a steady course. After it the vessel resumed the
same course, as if no time had passed, some 40 nautical miles further on.[^ At its usual speed the vessel covers this distance
in four hours. The other 32 are the subject of this section.]

{#gap-caution} A gap is where an inquiry begins, and never where it ends. The receivers of that area were working: in the same hours they
recorded 214 other vessels, among them three that passed within 15 nautical miles of the place where *Example Star*
(invented) had last been heard.

{#gap-neighbours} The masters of two of these three were found, through their companies, and asked what they remembered. Neither
remembered anything. That is what one would expect of a quiet night some months before, and the text makes no more of it. The third vessel
has since been broken up.

{#f-route} FIGURE route
CAPTION: Reported tracks of two invented vessels, with the hours in which neither was heard
SOURCE: Invented for this sample; the coast, the positions and the scale belong to no real sea
ALTERNATIVE: A schematic map of an invented coast. A solid line runs east from a port, breaks off, and goes on
further east. A second line comes from the south and breaks off too. Between the broken ends a circle marks the
area where both vessels could have met.

{#second-vessel} ## The second vessel

{#second-candidates} If cargo passed to another vessel, there must have been one. The area that *Example Star* (invented) could have
reached and left again within the gap was drawn on a chart, and every vessel that could have been inside it at
the same hours was listed.[^ The area is a lens between two circles. Its size depends on the speed assumed; the
drafters took the highest that the vessel had ever reported, so as to exclude nobody too early.] There were 19.

The list was shortened by asking of each vessel four questions, in this order:

(a) Could it carry liquid cargo? Eleven could not.
(b) Was it heard elsewhere during the gap? Five were, by two receivers each.
(c) Was it large enough, and fitted with what is needed to lie alongside another vessel at sea? One was not.
(d) Did its draught change between the last report before the gap and the first after it?

{#second-identified} One vessel answered all four: *Specimen Tide* (invented), which had fallen silent six hours before *Example Star*
(invented), and was heard again two hours after it.[^ Its particulars are in {ref:t-vessels}. Its identity is the subject of {ref:identity}.] {~3|It was the other vessel.|This makes it the only candidate in the list. It does not make it
the other vessel, since a vessel that reports nothing at all is on no list.}

{#observation} ## What was observed

{#observation-image} On day 3, at 02:40 UTC, a commercial satellite recorded two vessels side by side within the area. The image is described
in {ref:imagery}; what matters here is what it does and does not show. It shows two hulls of about the right
lengths, their decks lit, with a line of fenders between them. It does not show a name, a flag or a hose.[^ A hose
of the usual diameter is narrower than one pixel of the image.]

{#observation-second @2} A second observation is independent of the first. The crew of a patrol aircraft of a participating state noted, at 03:15 UTC on
the same day, two tankers lying alongside at the same place, and read five of the eight letters on the stern of
the larger one. The five are those of *Specimen Tide* (invented), in their places.[^ Graded B2. The note was written during the
flight and has not been altered since.]

{#observation-between} The two observations are 35 minutes apart. Between them nobody looked, or nobody who has come forward. The text does not fill this
interval: it says that the vessels lay alongside each other “for at least” so long, which the two ends support, and it does not say what was done
in the meantime.[^ The wording follows the rule on sums in {ref:ceiling-count}, applied to time.]

{#observation-weather} The weather was looked up, since a transfer at sea needs calm water. Two services that forecast waves, each from its own
instruments, give heights of less than half a metre for the whole night. This is a condition for what is described here and no evidence of it. On
most nights of that month the sea was as calm, and nothing is known to have happened.

{#t-encounter} TABLE The invented night, hour by hour, with the source of each line
| Day and hour (UTC) | Event | Sources | Grade |
| Day 2, 13:05 | *Specimen Tide* (invented) last heard | Two receivers | A1 |
| Day 2, 19:05 | *Example Star* (invented) last heard | Three receivers | A1 |
| Day 3, 02:40 | Two hulls side by side | Satellite image | B2 |
| Day 3, 03:15 | Two tankers alongside, five letters read | Aircraft | B2 |
| Day 4, 06:50 | *Example Star* (invented) heard again, draught less by 1.9 metres | Two receivers[^ The draught is
entered by hand. A change is what a crew says of its vessel; the measurement of shadows in {ref:imagery} is
what supports it.] | C2 |
| Day 4, 09:00 | *Specimen Tide* (invented) heard again, draught greater by 1.4 metres | One receiver | C3 |
SOURCE: Invented for this sample

{#assessment} ## Assessment

{#assessment-words} Taken together, the sources support the following sentence and no stronger one: two vessels, of which one was very probably
*Specimen Tide* (invented) and the other was consistent with *Example Star* (invented), lay alongside each other
for at least 35 minutes on day 3, and the changes of draught reported afterwards {~4|show that cargo passed|are what would be expected if cargo had passed}
from one to the other.

{#assessment-open} Three things remain open. It is not known how much was transferred; the draughts suggest a range that is too wide to print. It is not
known what it was, for which {ref:cargo} looks to the papers. And it is not known who had ordered it.

{#assessment-alternative @3} The drafters looked for another explanation, as the method requires, and found one that cannot be excluded. One vessel in
distress may have been helped by another, and have said nothing in order to protect its insurance. No call for help was
recorded. Both owners were asked; neither put this explanation forward.[^ See {ref:t-letters}.]
`,
  history: [
    { when: '42d 09:00', by: 'mizuno', does: 'write', step: 1 },
    { when: '39d 11:30', by: 'han', does: 'write', step: 2 },
    { when: '36d 08:40', by: 'mizuno', does: 'name', name: 'With the second observation' },
    { when: '35d 09:00', by: 'mizuno', does: 'move', to: 'review' },
    {
      when: '33d 10:30',
      by: 'brooks',
      does: 'comment',
      thread: 'the-other-vessel',
      block: 'second-identified',
      quote: 'It was the other vessel.',
      body: 'We cannot say this. It is the only candidate on a list that we drew up ourselves.',
    },
    {
      when: '33d 14:00',
      by: 'parata',
      does: 'reply',
      thread: 'the-other-vessel',
      body: 'New Zealand has the same difficulty. A dark vessel would be on no list at all.',
    },
    {
      when: '32d 09:15',
      by: 'endo',
      does: 'comment',
      thread: 'jpn-gap',
      block: 'track-gap',
      quote: 'more than thirty',
      visibility: 'delegation',
      body: 'For us only: Tokyo asks whether we can release the exact figure. I think so, since it can be counted from public data.',
    },
    {
      when: '31d 08:20',
      by: 'mizuno',
      does: 'reply',
      thread: 'jpn-gap',
      body: 'Confirmed with the office. 36 hours; I will put it in.',
    },
    { when: '30d 09:30', by: 'mizuno', does: 'write', step: 3 },
    { when: '30d 09:50', by: 'endo', does: 'resolve', thread: 'jpn-gap' },
    {
      when: '30d 10:00',
      by: 'mizuno',
      does: 'reply',
      thread: 'the-other-vessel',
      body: 'Rewritten, and a paragraph on the other explanation is added at the end.',
    },
    { when: '30d 15:30', by: 'brooks', does: 'resolve', thread: 'the-other-vessel' },
    { when: '25d 09:00', by: 'tanabe', does: 'move', to: 'clearance' },
    ...positions('24d 08:10', {
      FRA: 'cleared',
      ITA: 'cleared',
      ROK: 'cleared',
      CAN: 'cleared',
      NZL: ['cleared_with_comment', 'Subject to the correction of one preposition in the table.'],
      GBR: [
        'objection',
        'The draughts do not “show that cargo passed”. They are entered by hand. We cannot sign this verb.',
      ],
    }),
    {
      when: '23d 15:10',
      by: 'ashworth',
      does: 'comment',
      thread: 'verb',
      block: 'assessment-words',
      quote: 'show that cargo passed',
      body: 'Our objection is to this verb alone. “Are what would be expected if cargo had passed” would meet it.',
    },
    {
      when: '22d 08:45',
      by: 'seo',
      does: 'reply',
      thread: 'verb',
      body: 'The Republic of Korea can accept the wording of the United Kingdom, although the images say more than the draughts do.',
    },
    {
      when: '21d 10:00',
      by: 'tanabe',
      does: 'move',
      to: 'review',
      reason:
        'The United Kingdom objects to one verb in the assessment; the pen-holder proposes its wording.',
    },
    { when: '20d 09:20', by: 'mizuno', does: 'write', step: 4 },
    { when: '20d 09:45', by: 'mizuno', does: 'name', name: 'With the wording of the United Kingdom' },
    { when: '20d 11:00', by: 'ashworth', does: 'resolve', thread: 'verb' },
    { when: '19d 09:00', by: 'tanabe', does: 'move', to: 'clearance' },
    ...positions('17d 08:00', {
      GBR: 'cleared',
      ITA: 'cleared',
      JPN: 'cleared',
      ROK: ['cleared_with_comment', 'We accept the weaker verb for the sake of agreement.'],
      CAN: 'cleared',
      AUS: ['ad_referendum', 'Canberra confirms after its own legal reading.'],
    }),
    ...positions('9d 09:00', {
      DEU: ['reserve', 'The grade of the last line of the table is still being looked at in Berlin.'],
      USA: [
        'objection',
        'The paragraph on a vessel in distress gives an explanation that nobody put forward the same weight as the evidence. It should be a footnote.',
      ],
      NLD: 'abstains',
    }),
    {
      when: '8d 14:30',
      by: 'brooks',
      does: 'comment',
      thread: 'distress',
      block: 'assessment-alternative',
      quote: 'One vessel in distress may have been helped by another',
      body: 'See our objection. We do not ask for it to go, but for it to become a footnote to the paragraph before.',
    },
    {
      when: '7d 10:20',
      by: 'fleming',
      does: 'reply',
      thread: 'distress',
      body: 'We would rather keep it in the text: the method promises that other explanations are given. Could it move up, before the assessment?',
    },
    {
      when: '6d 09:05',
      by: 'mizuno',
      does: 'reply',
      thread: 'distress',
      body: 'Both are possible. I shall ask the coordinators whether the section goes back for this, or waits for the reserve as well.',
    },
    {
      when: '5d 11:40',
      by: 'endo',
      does: 'comment',
      thread: 'jpn-distress',
      block: 'assessment-alternative',
      quote: 'No call for help was',
      visibility: 'delegation',
      body: 'For us only: can the coast guard confirm that this covers all channels? If so we should offer it as the compromise.',
    },
  ],
};
