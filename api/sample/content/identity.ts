import { positions, type SampleSection } from '../script.ts';

/** Section IV: up for clearance for the first time; some states have still to say something. */
export const identity: SampleSection = {
  key: 'identity',
  kind: 'body',
  title: 'Identity, ownership and management of vessels',
  penHolder: 'han',
  contributors: ['JPN', 'GBR', 'NLD'],
  dueInDays: 6,
  text: `
{#identity-intro} A vessel has many names and one hull. This section sets out how the drafters satisfied themselves that the hull seen on
day 3 was the one that the registers call *Specimen Tide* (invented), and to whom, on paper, it belonged.

{#marks} ## Marks that do not change

{#imo-number} A vessel that trades between states carries a number that stays with the hull from its launch to its scrapping, whatever its name,
flag or owner. In this sample every such number is written as a row of zeros, with a last figure that tells the
invented vessels apart.[^ 0000001 and 0000002. Neither is a number that could be issued.] A report that prints a real number wrongly accuses somebody else’s vessel, which is
why each number in a finished report is read back against the register by two persons who do not belong to
the same delegation.

{#number-twice} The number alone is not enough, for it can be painted over, and a transmitter sends whatever it has been told
to. The drafters therefore compared features of the hull that cannot be altered in a week:

(a) the length over all, and its proportion to the breadth;
(b) the number and the spacing of the tank hatches;
(c) the shape of the funnel and the place of the crane;
(d) repairs that can be seen, such as:
  (i) a plate of another colour on the port bow;
  (ii) a railing that is straight where its neighbours are bent.

{#t-marks} TABLE What was compared between the hull of day 3 and photographs of *Specimen Tide* in port (both invented)
| Feature | Hull on day 3 | Photographs in port | Agreement |
| Length over all | 118 metres, give or take 2 | 119 metres | Yes |
| Proportion of length to breadth | 6.2 | 6.3 | Yes |
| Tank hatches | 12, in pairs | 12, in pairs | Yes |
| Crane | Forward of the middle | Forward of the middle | Yes |
| Plate on the port bow | Not visible | Grey among red | Not tested[^ The vessel lay with its port side in shadow. What could not be
tested is listed as such, and counts neither for nor against.] |
SOURCE: Invented for this sample

{#marks-result} Four features agree and one could not be tested. Of the 19 vessels mentioned in {ref:second-candidates}, two more would have
agreed in length and proportion; neither has twelve hatches. {~2|The hull is that of *Specimen Tide* (invented).|The drafters
regard the identity of the hull as very probable, and give the reader the table so that the judgement can be tested.}[^ “Very probable” is used throughout for what the drafters would be surprised
to see disproved. “Established” is used only where a register or a court has said so.]

{#names-flags} ## Names and flags

{#renaming} In the three years before the invented night the hull bore four names and flew three flags. Each change was
registered, and each was lawful by itself.[^ The names, all invented, were *Specimen Ebb*, *Specimen Flow*, *Sample Dawn* and the present one.] A change of name is no sign of anything. A change on
the day after a port refused entry, and back again on the day after another admitted it, may be.

{#flag-state} The flag states were asked for extracts from their registers. Two answered within a month; the third said that the file had been closed
when the vessel left. The answers agree with one another and with the records of a classification society, save for one date,
which differs by a day.[^ The difference is explained by the time zones of the two offices, and is mentioned lest somebody else should find it.]

{#false-flag @2} The drafters also asked whether the flag flown on day 3 was one to which the vessel was entitled. It was. Had it not been, the report
would have had to say so in terms that do not accuse the state whose flag was misused, which would have been the first
to suffer by it.

{#owners} ## Owners and managers

{#owner-layers} Ownership is a chain of papers, and the drafters followed it until it ended. The registered owner is Company A (invented), whose only asset is the
vessel. Its shares are held by Company B (invented). The manager, who hires the crew and buys the fuel, is Company C (invented). What is recorded of each is given in {ref:t-companies}, and how they are joined is shown in {ref:f-network}.

{#owner-care} None of this is unlawful, and most vessels in the world are owned in some such manner. {~2|It is however
suspicious.|It is set out because a reader has to know who could have given the order, and not because to own a vessel through a company is a reason for suspicion.} The person
behind Company B (invented) is not named: a single source gives a name, and the rule in {ref:two-source-rule} applies to
names before it applies to anything else.

{#manager-answer} Company C (invented) was asked for the deck log of days 2 to 4. It replied that the log had been lost in heavy weather. As stated in {ref:port-example}, the
weather was fair.[^ The report gives both statements and draws no conclusion. A reader will.]

{#previous-names @2} ### What was not pursued

The drafters did not inquire into the earlier owners of the hull. Three had held it in the ten years before, and each had sold it at a price that
was ordinary for its age. To print their names would have been accurate, and would have harmed them for no purpose. The file holds a note that
says so, for the next person who wonders.

{#crew} Nor are members of the crew named anywhere in this sample. They carry out orders, they change with every voyage, and they can be found by those
whom a report displeases. A master is an exception, since the master answers for the vessel; even so the two masters of the invented case are referred
to by their office, and were written to at the address of their manager.[^ Neither letter was returned. It is not known whether either of
them was delivered.]
`,
  history: [
    { when: '41d 10:00', by: 'han', does: 'write', step: 1 },
    { when: '37d 08:30', by: 'han', does: 'name', name: 'Before review' },
    { when: '34d 09:00', by: 'han', does: 'move', to: 'review' },
    {
      when: '32d 11:20',
      by: 'nair',
      does: 'comment',
      thread: 'suspicious',
      block: 'owner-care',
      quote: 'It is however suspicious.',
      body: 'This sentence is against our own method. Ownership through companies is ordinary, and we have just said so.',
    },
    {
      when: '31d 15:15',
      by: 'vogel',
      does: 'reply',
      thread: 'suspicious',
      body: 'Germany agrees. If there is a reason for giving the chain at all, the text should state it.',
    },
    {
      when: '30d 10:10',
      by: 'brooks',
      does: 'comment',
      thread: 'probable',
      block: 'marks-result',
      quote: 'The hull is that of',
      body: 'With one of five features untested I would not state this as a fact.',
    },
    { when: '28d 09:40', by: 'han', does: 'write', step: 2 },
    { when: '28d 10:00', by: 'han', does: 'resolve', thread: 'suspicious' },
    { when: '28d 10:02', by: 'han', does: 'resolve', thread: 'probable' },
    {
      when: '27d 14:00',
      by: 'baek',
      does: 'comment',
      thread: 'flag-order',
      block: 'false-flag',
      quote: 'in terms that do not accuse the state',
      body: 'Should this be generalised, and go to the recommendations? It is good practice beyond this case.',
    },
    {
      when: '25d 09:10',
      by: 'parata',
      does: 'reply',
      thread: 'flag-order',
      body: 'Happy to take it up in section VIII.',
    },
    { when: '13d 09:00', by: 'tanabe', does: 'move', to: 'clearance' },
    ...positions('12d 08:20', {
      ROK: 'cleared',
      JPN: 'cleared',
      FRA: 'cleared',
      GBR: ['cleared_with_comment', 'The note on time zones might be shorter.'],
      NZL: 'not_participating',
    }),
    ...positions('4d 09:15', {
      CAN: 'cleared',
      ITA: ['ad_referendum', 'Confirmation from Rome is expected this week.'],
    }),
    {
      when: '3d 10:30',
      by: 'visser',
      does: 'comment',
      thread: 'chain',
      block: 'owner-layers',
      quote: 'until it ended',
      body: 'The Netherlands is still checking one link with its chamber of commerce (an invented one). Our position follows.',
    },
  ],
};
