import type { SampleSection } from '../script.ts';

/** Section VII: still being drafted, by two states. */
export const payments: SampleSection = {
  key: 'payments',
  kind: 'body',
  title: 'Intermediaries, payments and replies',
  penHolder: 'brandt',
  contributors: ['NLD', 'USA', 'GBR'],
  dueInDays: 5,
  text: `
{#payments-intro} Vessels are hired, crews are paid and fuel is bought. Somebody therefore moves money, and money is better recorded than
ships. This section follows three payments of the invented case as far as they could be followed.

{#network} ## The companies

{#network-three} Company A (invented), Company B (invented) and Company C (invented) have been introduced in {ref:owner-layers} as owner, shareholder
and manager. A fourth, Company D (invented), chartered *Example Star* (invented) for the voyage in question.[^ The letters were given in the order in which the companies came to
the notice of the drafters, and have no other meaning.] They have no director in common. They have in common a telephone number, a
firm that submits their annual papers, and a spelling mistake.

{#f-network} FIGURE network
CAPTION: What joins the four invented companies and the two invented vessels
SOURCE: Invented for this sample; the particulars are in annex I
ALTERNATIVE: A diagram of six circles. Company B is joined to company A as its shareholder, company A to Specimen
Tide as its owner, company C to both vessels as their manager, company D to Example Star as its charterer. A dashed line joins
companies C and D through a shared telephone number.

{#network-mistake} The spelling mistake deserves its sentence. In letters of three of the four companies the word “vessel” is written with one s. Taken alone this is nothing; the drafters
mention it because it was what made them ask for the papers of the fourth.[^ Graded D4, and not relied upon for anything
else.]

{#network-registers @2} Company registers differ in what they publish. Of the four registers concerned, two name the shareholders, one names them to those who ask in
person, and one does not hold the information. Where each entry was found, and on what day, is stated in {ref:t-companies}.

{#three-payments} ## Three payments

{#payments-known} The payments were described to the drafters by two banks, of two participating states, each of which had seen one end of a transfer and
had reported it to its own authority. The two reports were made independently.[^ The banks are not named. To be named as the source of a report is a reason for not
making the next one.]

{#t-payments} TABLE Three invented payments in the fortnight around the invented night
| Day | From | To | Stated purpose | Share of the freight |
| −5 | Company D | Company C | “Part payment, charter” | 30 % |
| 3 | Company B | Company C | “Spare parts” | 45 % |
| 9 | Company B | Company A | “Loan” | 25 %[^ The three shares add up to the freight that a voyage of this
length would cost. That they do so exactly may be chance.] |
SOURCE: Two invented reports, B2

{#payments-reading} Three readings are possible. The first is that each payment was for what it says. The second is that the second and third were
the remainder of the freight, under other names. The third is that the freight was paid
elsewhere, and that these payments have nothing to do with the voyage. {~2|The drafters prefer the second.|The drafters find the second the
most natural, and have no source for it. The text of this report therefore gives the table and the three readings.}

{#warning-signs} ### What might have been noticed

A payment for spare parts of two thirds of a vessel’s yearly budget for repairs, sent while the vessel is at sea, might have made a bank ask. One bank did. It was
sent an invoice on the letterhead of a supplier who, asked by the drafters, had never heard of the vessel.[^ The supplier, too, is invented, and so is its surprise.]

The following signs, none of which is proof, were present in the invented case before the payments were made:

(a) the payer is not a party to the contract that is named as the purpose;
(b) the purpose does not fit what the vessel is doing on that day;
(c) the same person signs for two companies:
  (i) under two spellings of one name;
  (ii) from one address;
(d) an enquiry is answered by somebody to whom it was not addressed.

{#fees @2} Smaller sums can say more than larger ones. A fee for launching a boat, paid by Company C (invented) to an agent in Port Sample (invented) on day 4, shows that
the vessel was expected there a day before it was heard again. Whoever expected it knew where it was.

{#replies} ## Letters and replies

{#letters-sent} Six letters were sent, to four companies and to the masters of two vessels. The dates are in {ref:t-letters}. Each letter set out the
sentences that this report would print about its addressee, asked whether they were right, and left {~2|two|three} weeks for an answer.[^ Three weeks, and a reminder after two. The rule is that of {ref:reply-right}.]

{#t-letters} TABLE Letters to those named, all of them invented, and what came back
| Addressee | Sent | Answered | Substance of the answer |
| Company A | Day 60 | – | – |
| Company B | Day 60 | Returned | “Unknown at this address” |
| Company C | Day 60 | Day 74 | Log lost in heavy weather; no meeting with another vessel |
| Company D | Day 61 | Day 80 | The charter ended at Port Sample (invented); nothing is known of any delay |
| Master of *Example Star* | Day 61 | – | – |
| Master of *Specimen Tide* | Day 61 | – | – |
SOURCE: Invented for this sample

{#reply-d @2} The reply of Company D (invented) is the more useful of the two. It says, without having been asked, that the freight was paid in one
sum and in advance. That contradicts the first line of {ref:t-payments}, in which a part payment is named. The contradiction was put to the company in a second letter, which
was not answered.

{#reply-use} Replies are used in three ways. They correct mistakes, of which one was found in this manner: the draft had
taken the date of an invoice for the date of its payment. They add what the drafters could not know. And they show the reader how those who are
named wish to be seen, which is owed to them whatever one may think of it.[^ The draft sentence and the corrected one are both on file. The
company that pointed out the mistake was thanked in writing.]

{#silence-not-guilt} Four of six addressees did not answer. The text says so once, in {ref:t-letters}, and draws nothing from it. A company may have ceased
to exist, a master may be at sea, and a careful lawyer may have advised that nothing be said. Only where an answer was promised and did not come
does a report mention the promise.
`,
  history: [
    { when: '30d 13:00', by: 'brandt', does: 'write', step: 1 },
    { when: '21d 16:20', by: 'brandt', does: 'name', name: 'To the Netherlands for the registers' },
    { when: '14d 10:30', by: 'dewit', does: 'write', step: 2 },
    {
      when: '12d 09:10',
      by: 'brooks',
      does: 'comment',
      thread: 'banks',
      block: 'payments-known',
      quote: 'of two participating states',
      body: 'Even this may be too much. With eleven states a reader can guess. “Two banks” would do.',
    },
    {
      when: '11d 14:50',
      by: 'brandt',
      does: 'reply',
      thread: 'banks',
      body: 'I see the point. I shall ask both authorities before I change it, since one of them wanted the words in.',
    },
    {
      when: '9d 10:15',
      by: 'aubry',
      does: 'comment',
      thread: 'mistake',
      block: 'network-mistake',
      quote: 'The spelling mistake deserves its sentence.',
      body: 'It does. But does it deserve a paragraph? A hostile reader will quote this one and leave out the table.',
    },
    {
      when: '6d 16:00',
      by: 'dewit',
      does: 'comment',
      thread: 'fees',
      block: 'fees',
      quote: 'knew where it was',
      body: 'Or hoped. Could we say “could expect it”?',
    },
  ],
};
