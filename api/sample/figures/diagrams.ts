import { BLUE, type Canvas, GRAY, INK, LIGHT, NAVY, OCHRE, PALE, WHITE } from './canvas.ts';

/** Six public dates on one line; names above and below in turn, so that near ones have room. */
export function drawTimeline(canvas: Canvas): void {
  const [left, right, y] = [110, 1390, 430];
  const months = (year: number, month: number, day: number) =>
    (year - 2024) * 12 + month - 1 + (day - 1) / 30.5;
  const at = (value: number) => left + (value / 24) * (right - left);
  for (const [index, year] of [2024, 2025].entries()) {
    canvas.rect(at(index * 12), y - 26, at(12) - at(0) - 4, 52, index === 0 ? PALE : LIGHT);
    canvas.text(String(year), at(index * 12 + 11.8), y + 10, { size: 22, color: GRAY, align: 'right' });
  }
  const marks: [value: number, side: -1 | 1, reach: number, date: string, what: string][] = [
    [months(2024, 3, 15), -1, 230, 'MARCH 2024', 'RENEWAL VETOED'],
    [months(2024, 4, 30), 1, 120, '30 APRIL 2024', 'MANDATE LAPSES'],
    [months(2024, 10, 16), -1, 110, '16 OCTOBER 2024', 'TEAM LAUNCHED'],
    [months(2025, 2, 19), 1, 230, '19 FEBRUARY 2025', 'COMMITTEE MEETS'],
    [months(2025, 5, 29), -1, 230, '29 MAY 2025', 'FIRST REPORT'],
    [months(2025, 10, 22), 1, 120, '22 OCTOBER 2025', 'SECOND REPORT'],
  ];
  for (const [value, side, reach, date, what] of marks) {
    const x = at(value);
    canvas.line(
      [
        [x, y],
        [x, y + side * reach],
      ],
      { color: NAVY, width: 3 },
    );
    canvas.circle(x, y, 15, NAVY);
    canvas.circle(x, y, 7, WHITE);
    const base = side < 0 ? y - reach - 58 : y + reach + 38;
    canvas.text(date, x, base, { size: 22, color: NAVY, align: 'center', weight: 4 });
    canvas.text(what, x, base + 40, { size: 19, align: 'center' });
  }
}

/** Five steps in a row, and where an item goes that does not pass. */
export function drawHandling(canvas: Canvas): void {
  const steps = ['RECEIVED', 'GRADED', 'COMPARED', 'PUT TO NAMED', 'CLEARED'];
  const questions = ['CONDITIONS?', 'SOURCE, CONTENT?', 'INDEPENDENT?', 'REPLY?', 'ALL STATES?'];
  const [width, height, gap, y] = [232, 150, 62, 230];
  steps.forEach((step, index) => {
    const x = 46 + index * (width + gap);
    const isLast = index === steps.length - 1;
    canvas.box(x, y, width, height, isLast ? NAVY : PALE, NAVY, 3);
    canvas.circle(x + 4, y + 4, 27, NAVY);
    canvas.text(String(index + 1), x + 4, y + 14, { size: 20, color: WHITE, align: 'center', weight: 4 });
    const [color, soft] = isLast ? [WHITE, PALE] : [INK, GRAY];
    canvas.text(step, x + width / 2, y + 76, { size: 21, color, align: 'center', weight: 3.5 });
    canvas.text(questions[index] ?? '', x + width / 2, y + 118, { size: 14, color: soft, align: 'center' });
    if (isLast) return;
    canvas.arrow([x + width + 10, y + height / 2], [x + width + gap - 10, y + height / 2], {
      color: NAVY,
      width: 5,
    });
    canvas.arrow([x + width / 2, y + height + 12], [x + width / 2, 562], {
      color: OCHRE,
      width: 4,
      dash: 11,
    });
  });
  canvas.box(46, 574, 4 * width + 3 * gap, 92, [250, 244, 234], OCHRE, 3);
  canvas.text('SET ASIDE, WITH THE REASON ON FILE', 46 + (4 * width + 3 * gap) / 2, 631, {
    size: 22,
    color: OCHRE,
    align: 'center',
  });
  const last = 46 + 4 * (width + gap) + width / 2;
  canvas.arrow([last, y + height + 12], [last, 562], { color: NAVY, width: 5 });
  canvas.box(last - width / 2, 574, width, 92, WHITE, NAVY, 3);
  canvas.text('IN PRINT', last, 631, { size: 22, color: NAVY, align: 'center', weight: 4 });
}

/** Companies and vessels, each a circle, and what joins them. */
export function drawNetwork(canvas: Canvas): void {
  type Place = readonly [x: number, y: number];
  const places = {
    B: [290, 230],
    A: [700, 230],
    tide: [1180, 230],
    C: [700, 580],
    star: [1180, 580],
    D: [290, 580],
  } satisfies Record<string, Place>;
  const radius = 92;
  const join = (from: Place, to: Place, style: { color: typeof NAVY; width: number }) => {
    const angle = Math.atan2(to[1] - from[1], to[0] - from[0]);
    const edge = ([x, y]: Place, way: number): Place => [
      x + way * Math.cos(angle),
      y + way * Math.sin(angle),
    ];
    canvas.arrow(edge(from, radius + 10), edge(to, -radius - 12), style);
  };
  const strong = { color: NAVY, width: 5 };
  join(places.B, places.A, strong);
  join(places.A, places.tide, strong);
  join(places.C, places.star, strong);
  join(places.C, places.tide, strong);
  canvas.line(
    [
      [290 + radius + 10, 580],
      [700 - radius - 12, 580],
    ],
    { color: OCHRE, width: 4, dash: 12 },
  );
  canvas.line(
    [
      [290, 580 + radius + 10],
      [290, 745],
      [1180, 745],
    ],
    strong,
  );
  canvas.arrow([1180, 745], [1180, 580 + radius + 14], strong);
  const label = (text: string, x: number, y: number, color = GRAY) => {
    canvas.text(text, x, y, { size: 18, color, align: 'center' });
  };
  label('SHARES', 495, 205);
  label('OWNS', 940, 205);
  label('MANAGES', 940, 555);
  label('MANAGES', 860, 382);
  label('ONE TELEPHONE', 495, 555, OCHRE);
  label('CHARTERS', 735, 782);
  for (const [name, [x, y]] of Object.entries(places)) {
    const isVessel = name.length > 1;
    canvas.circle(x, y, radius, isVessel ? BLUE : NAVY);
    canvas.circle(x, y, radius - 6, isVessel ? PALE : WHITE);
    const [first, second] = isVessel
      ? [name === 'star' ? 'EXAMPLE' : 'SPECIMEN', name.toUpperCase()]
      : ['COMPANY', name];
    canvas.text(first, x, y - 8, { size: 18, align: 'center' });
    canvas.text(second, x, y + 34, { size: isVessel ? 20 : 30, color: NAVY, align: 'center', weight: 4.5 });
  }
}
