import type { SampleSection } from '../script.ts';

/** Section VI: in review. */
export const imagery: SampleSection = {
  key: 'imagery',
  kind: 'body',
  title: 'Imagery and positional data',
  penHolder: 'doyle',
  contributors: ['JPN', 'USA', 'NZL'],
  dueInDays: 11,
  text: `
{#imagery-intro} Pictures persuade more than they prove. This section describes the two kinds of data on which the invented case leans most heavily, and says of each where
its strength ends.

{#satellites} ## Satellite images

{#image-particulars} An image is printed only with its particulars: the provider, the satellite, the moment of exposure in Coordinated
Universal Time, the coordinates of its centre, the size of a pixel on the ground, and the licence under which it is
reproduced.[^ A licence that allows viewing does not allow printing. One invented provider of this sample refused, and its image is described in words.] An image without
one of these is described and not shown.

{#image-day-three} The image of day 3 has a pixel of half a metre. In it a hull of 118 metres is 236 pixels long, and the length can be measured to within
four. A person cannot be seen at all. Of the questions that a reader might put to the image, it answers the
following:

(a) How many hulls are there? Two.
(b) Are they alongside each other, or at some distance? Alongside, with a gap of less than three metres.
(c) Are they under way? There is no wake.
(d) Is anything between them? A row of seven round objects, of the size and spacing of fenders.

{#image-not-answered} It does not answer whether anything flowed from one to the other. {~2|That is obvious from the draughts.|Only the draughts suggest
that, and {ref:assessment-words} has weighed them.}

{#second-reader} Every image was read twice, by persons who had not been told what the other had seen. For the image of day 3 they agreed on every
point but one: the first counted seven fenders, the second six and “a shadow”.[^ The text says seven. The notes of both readers are on
file, and the reader of this report now knows as much as they do.]

{#shadow-method @2} The height of a hull above the water follows from the length of its shadow and the height of the sun, which is known for each place
and moment. Applied to the images of days −1 and 8, the method gives a difference of 1.8 metres for *Example Star* (invented), with an error of half a metre either way.

{#positions} ## Positions reported by vessels

{#ais-nature} Vessels above a certain size broadcast their identity, position, course and speed. The system was made to prevent collisions, and serves that purpose well. It was
not made to give evidence: what it says is what the equipment on board has been told to say.[^ A transmitter that is told a
false position repeats it faithfully.]

{#f-gaps} FIGURE gaps
CAPTION: Hours in each day for which *Example Star* (invented) reported no position, over four weeks
SOURCE: Invented for this sample
ALTERNATIVE: A bar chart of 28 days. Most bars are lower than two hours. Days 2, 3 and 4 stand out with 5, 24 and 7
hours. A dashed line shows the median of one hour.

{#gap-normal} Whether a gap is unusual depends on what is usual. Over the four weeks around the invented night the vessel was silent for about an hour a day, for
reasons that have to do with satellites and not with the vessel. The three days that differ stand out in {ref:f-gaps}.[^ The hours of a gap that spans midnight are divided between the days.]

{#gap-tests} Three tests tell a transmitter that was switched off from one that was not heard:

(a) Were other vessels heard in the same area at the same time, by the same receivers? They were ({ref:gap-caution}).
(b) Was the last message before the gap a regular one, or one of the kind that equipment sends when it is turned off? It was regular.
(c) Did the first message after the gap carry settings that are lost when the power is cut? It did not carry them.

{#gap-tests-result} Two of the three tests speak for a transmitter that was switched off, and one for one that was not. The text therefore says “was not heard”
throughout, and nowhere {~2|“went dark”.|“went dark”, although the phrase is common and would have been shorter.}

{#t-data} TABLE Sets of data used in the invented case, with their known faults
| Set | Covers | Known faults | Checked against |
| Receivers on the coast | 60 nautical miles from shore | Silent for two hours on day 6 | Each other |
| Receivers on satellites | Everywhere, every 20 minutes or so | Crowded areas are heard badly | Receivers on the coast |
| Images, half a metre | One strip a day | Cloud on days 2 and 5[^ The cloud of day 2 is the reason why the meeting was found from its
second half.] | Images of another operator |
| Images by radar, three metres | Every third day, in any weather | Small hulls are missed | Images, half a metre |
SOURCE: Invented for this sample

{#retention} Data of these kinds are deleted by their holders after some months. What the drafters relied on was therefore bought or asked for at once, and stored with its
value of SHA-256, even where it was not yet clear that it would be used. The rule is that of {ref:custody-capture}; this is its price.[^ In
the invented case the price was modest. In a real one it is often the largest item in the budget.]

{#faked-images @2} Lastly, an image can be made. For each picture that was not bought from its operator, the drafters asked for the file as it had left the
camera, looked for the marks of alteration, and compared the scene with another picture of the same place. One photograph failed, and is not used.

{#description-order @2} Descriptions of images follow one order, so that two of them can be compared: what is seen, how large it is, what it is taken to
be, and why. The four parts stand in four sentences. A reader who accepts the first three and not the last has lost nothing, and has a place to
begin the argument.
`,
  history: [
    { when: '37d 12:00', by: 'doyle', does: 'write', step: 1 },
    { when: '28d 15:30', by: 'mizuno', does: 'write', step: 2 },
    { when: '24d 16:00', by: 'doyle', does: 'move', to: 'review' },
    {
      when: '19d 09:40',
      by: 'brooks',
      does: 'comment',
      thread: 'fenders',
      block: 'second-reader',
      quote: 'the first counted seven fenders',
      body: 'Then the sentence in the list above should say “about seven”, or the difference should be explained there.',
    },
    {
      when: '15d 13:20',
      by: 'baek',
      does: 'comment',
      thread: 'dark',
      block: 'gap-tests-result',
      quote: 'was not heard',
      body: 'Excellent, and worth repeating in the summary: many readers will come with the other phrase in their heads.',
    },
    {
      when: '14d 08:50',
      by: 'doyle',
      does: 'reply',
      thread: 'dark',
      body: 'Noted for Italy, who holds the pen for the summary.',
    },
    {
      when: '11d 10:10',
      by: 'endo',
      does: 'comment',
      thread: 'licence',
      block: 'image-particulars',
      quote: 'the licence under which it is reproduced',
      body: 'For the languages other than English we need the licence to cover translations of captions as well. Has anybody asked?',
    },
    {
      when: '5d 15:00',
      by: 'parata',
      does: 'comment',
      thread: 'radar',
      block: 'retention',
      quote: 'after some months',
      body: 'We could give the shortest period that we met with, so that the next team knows how fast to be.',
    },
    {
      when: '4d 09:30',
      by: 'doyle',
      does: 'reply',
      thread: 'radar',
      body: 'Sixty days, in the invented case. I shall add it when I go through the comments.',
    },
  ],
};
