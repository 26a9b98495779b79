import type { SampleSection } from '../script.ts';

/** Section V: in review, with open comments. */
export const cargo: SampleSection = {
  key: 'cargo',
  kind: 'body',
  title: 'Petroleum, papers and cargo',
  penHolder: 'lane',
  contributors: ['JPN', 'ROK', 'CAN', 'NLD'],
  dueInDays: 9,
  text: `
{#cargo-intro} A cargo of refined petroleum leaves a trail of paper from the refinery to the ship’s tank. Where the trail is whole, it says what was
carried, how much, and for whom. Where it breaks, the place of the break is itself a piece of information.

{#papers} ## The papers of one voyage

{#papers-list} For the voyage of *Example Star* (invented) seven documents should exist. Five were obtained, from four different holders:[^ No document was
obtained by payment, and none was asked of anybody who would have broken a rule of their own by handing it over.]

* the charter, from the broker;
* the bill of lading, from the terminal;
* the certificate of quantity, from the surveyor who had signed it;
* the customs declaration, from the authority to which it was made;
* the notice of arrival, from the port of destination.

{#papers-missing} The two that were not obtained are the deck log and the oil record book. Both are kept on board. What the manager replied when asked for the first is set out in {ref:manager-answer}; the second was asked for in the same letter, and is not mentioned in the reply.

{#t-papers} TABLE What five invented documents say of one invented cargo
| Document | Product | Quantity (tonnes) | Destination | Date |
| Charter | Gas oil | 3,000 | Port Sample (invented) | Day −6 |
| Bill of lading | Gas oil | 2,984 | Port Sample (invented) | Day 1 |
| Certificate of quantity | Gas oil | 2,984 | – | Day 1 |
| Customs declaration | Gas oil | 2,984 | “For orders”[^ The phrase is usual, and means that the buyer will name the port later. It is
unusual beside a bill of lading that names one.] | Day 1 |
| Notice of arrival | None (in ballast) | 0 | Port Sample (invented) | Day 5 |
SOURCE: Invented for this sample

{#papers-break} Four of the five agree. The fifth, made by the vessel itself, says that it arrived empty. Between the certificate and the
notice, 2,984 tonnes of gas oil left the papers, and no paper says where to.

{#quantity} ## Quantity by other means

{#draught-why} A loaded vessel lies deeper. The draught that a vessel reports is a weak indication, as {ref:t-encounter} notes; the draught that can be seen
in a photograph is a better one. Four photographs of known date were found, two from before the night and two from after
it.[^ Two were taken by enthusiasts who publish everything that passes their window. They had no part in the matter and are thanked here without being named.]

{#f-draught} FIGURE draught
CAPTION: Draught of *Example Star* (invented) as reported and as seen, days −3 to 9
SOURCE: Invented for this sample
ALTERNATIVE: A chart with days on the horizontal and metres on the vertical axis. The reported draught stays at 6.9
metres until day 2 and at 5.0 from day 4. Four dots for the draughts seen in photographs lie within 0.2 metres of it.

{#draught-result} The draughts seen agree with those reported within 0.2 metres. From the tables of the vessel’s class, a change of 1.9 metres
answers to a cargo of between {~2|2,500 and 3,400|2,600 and 3,300} tonnes.[^ The range allows for fuel and fresh water used on the way, and for the density of the sea.] The papers say
2,984. The two ways of knowing are independent, and they meet.

{#quantity-limits @2} The drafters nevertheless print no quantity as transferred. The draught tells what left *Example Star* (invented); it does not tell
what reached *Specimen Tide* (invented), whose own draught increased by less. Some of the difference may be owed to a third vessel, and some to the
crudeness of the method.

{#ceiling} ## Why a quantity would matter

{#ceiling-count} Where the Security Council has set a ceiling for a product, what is delivered by any route counts towards it.[^ The general reference is to resolution
2397 (2017). The sample cites no figure and applies none.] A report that over-counts is as much at fault as one that
under-counts, and easier to attack. The drafters recommend a practice that has served elsewhere:

(a) every quantity is printed as a range;
(b) the range is accompanied by the way in which it was found;
(c) ranges are added up by their lower ends when the sum is called “at least”;
(d) a sum is never put beside a ceiling without:
  (i) the number of voyages it is made of;
  (ii) the number among them that rest on a single kind of evidence.

{#origin} The origin of the product was not inquired into. {~2|It does not matter.|It would matter if it were alleged that somebody had sold it knowingly, and nothing of the kind is alleged here.} A refinery sells to a
trader, who sells to another; each is entitled to rely on the paper before it, until something on that paper ought to have made it ask.[^ What ought to have done so is
discussed, for banks, in {ref:warning-signs}.]

{#paper-forms} Two of the five documents were examined for alteration. Neither shows any. The bill of lading is on a form that the terminal had replaced a year earlier, which the
terminal explains by thrift: it was using up old stock. The explanation was tested against eleven other bills of that month, of which four are
on the same form.

{#sample-analysis} ## What was not available

No sample of the product was obtained. Where there is one, a laboratory can compare it with others, and can say that two of them came from one tank with
a certainty that no paper gives. The terminal keeps a sealed bottle of each delivery for ninety days. The drafters asked for it on day 96, six
days after it had been poured away.[^ The request is dated, and so is the answer. Nobody is to be blamed for the interval but the drafters, who did
not know of the practice.]

{#sample-lesson @2} The lesson is of the same kind as that of {ref:retention}. What perishes first has to be asked for first, even if it is not yet clear
that it will matter. A list of such items, with the time for which each is usually kept, was drawn up afterwards and is given in {ref:t-perish}.

{#t-perish @2} TABLE What perishes, and how soon it should be asked for (periods invented)
| Item | Kept by | Usually for | Asked for on |
| Recorded talk between vessels and the coast | Stations on the coast | 30 days | Day 12 |
| Sealed sample of the product | Terminal | 90 days | Day 96, too late |
| Messages of receivers, in full | Operators | 60 days[^ Thereafter one message in ten is kept. It is enough for a track, and not enough for the tests in
{ref:gap-tests}.] | Day 20 |
| Pictures of cameras on the quay | Port | 14 days | Day 9 |
| Papers of the voyage | Agents | 5 years | Day 30 |
SOURCE: Invented for this sample
`,
  history: [
    { when: '38d 15:00', by: 'lane', does: 'write', step: 1 },
    { when: '29d 09:20', by: 'tremblay', does: 'write', step: 2 },
    { when: '26d 16:10', by: 'lane', does: 'name', name: 'With the ranges recalculated by Canada' },
    { when: '22d 13:00', by: 'lane', does: 'move', to: 'review' },
    {
      when: '18d 10:00',
      by: 'vogel',
      does: 'comment',
      thread: 'range',
      block: 'draught-result',
      quote: 'The two ways of knowing are independent, and they meet.',
      body: 'Are they? Both the tables of the class and the certificate go back to the same surveyor’s measurement of the tanks.',
    },
    {
      when: '17d 14:30',
      by: 'lane',
      does: 'reply',
      thread: 'range',
      body: 'The class measured the hull, the surveyor the tanks. I shall find out whether one used the figures of the other.',
    },
    {
      when: '10d 09:00',
      by: 'vogel',
      does: 'reply',
      thread: 'range',
      body: 'Any news on this? We would like to close it before the section goes up for clearance.',
    },
    {
      when: '16d 11:00',
      by: 'baek',
      does: 'comment',
      thread: 'ballast',
      block: 'papers-break',
      quote: 'no paper says where to',
      body: 'Perhaps “no paper that was obtained”. Two were not.',
    },
    {
      when: '9d 15:45',
      by: 'aubry',
      does: 'comment',
      thread: 'thrift',
      block: 'paper-forms',
      quote: 'which the terminal explains by thrift',
      body: 'A good paragraph. Does it belong before the table, where the reader first wonders about the documents?',
    },
    {
      when: '8d 10:40',
      by: 'brooks',
      does: 'comment',
      thread: 'usa-range',
      block: 'quantity-limits',
      quote: 'print no quantity as transferred',
      visibility: 'delegation',
      body: 'For us only: the legal office is content with this, provided that the recommendation on ranges stays.',
    },
  ],
};
