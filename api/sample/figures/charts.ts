import { BLUE, type Canvas, GRAY, INK, LIGHT, NAVY, OCHRE } from './canvas.ts';

/** Where a chart's axes stand on the sheet, and what they count. */
type Axes = {
  left: number;
  right: number;
  top: number;
  bottom: number;
  x: [number, number];
  y: [number, number];
};

function scales({ left, right, top, bottom, x, y }: Axes) {
  return {
    across: (value: number) => left + ((value - x[0]) / (x[1] - x[0])) * (right - left),
    up: (value: number) => bottom - ((value - y[0]) / (y[1] - y[0])) * (bottom - top),
  };
}

/** The heading, the horizontal rules with their figures, and the base line. */
function drawAxes(
  canvas: Canvas,
  axes: Axes,
  heading: string,
  ticks: number[],
  format: (n: number) => string,
) {
  const { up } = scales(axes);
  canvas.text(heading, axes.left, 60, { size: 22, color: GRAY });
  for (const tick of ticks) {
    canvas.line(
      [
        [axes.left, up(tick)],
        [axes.right, up(tick)],
      ],
      { color: LIGHT, width: 2 },
    );
    canvas.text(format(tick), axes.left - 22, up(tick) + 9, { size: 20, color: GRAY, align: 'right' });
  }
  canvas.line(
    [
      [axes.left, axes.bottom],
      [axes.right, axes.bottom],
    ],
    { color: INK, width: 3 },
  );
}

/** Draught in metres, as reported by the vessel and as seen in four photographs. */
export function drawDraught(canvas: Canvas): void {
  const axes: Axes = { left: 140, right: 1440, top: 120, bottom: 690, x: [-3, 9], y: [4, 8] };
  const { across, up } = scales(axes);
  drawAxes(canvas, axes, 'DRAUGHT IN METRES', [4, 5, 6, 7, 8], (n) => n.toFixed(1));
  for (let day = -3; day <= 9; day++)
    canvas.text(String(day), across(day), axes.bottom + 42, { size: 20, color: GRAY, align: 'center' });
  canvas.text('DAY', axes.right, axes.bottom + 84, { size: 20, color: GRAY, align: 'right' });

  canvas.rect(across(2.79), axes.top, across(4.28) - across(2.79), axes.bottom - axes.top, [243, 236, 224]);
  canvas.text('NOT HEARD', (across(2.79) + across(4.28)) / 2, axes.top + 40, {
    size: 18,
    color: OCHRE,
    align: 'center',
  });
  const reported = [
    [
      [-3, 6.9],
      [2.79, 6.9],
    ],
    [
      [4.28, 5],
      [9, 5],
    ],
  ] as const;
  for (const part of reported)
    canvas.line(
      part.map(([day, metres]) => [across(day), up(metres)] as const),
      { color: NAVY, width: 7 },
    );
  canvas.line(
    [
      [across(2.79), up(6.9)],
      [across(4.28), up(5)],
    ],
    { color: BLUE, width: 4, dash: 14 },
  );
  for (const [day, metres] of [
    [-1, 7.05],
    [1, 6.8],
    [6, 5.15],
    [8, 4.95],
  ] as const) {
    canvas.circle(across(day), up(metres), 17, OCHRE);
    canvas.circle(across(day), up(metres), 8, [255, 255, 255]);
  }
  canvas.line(
    [
      [across(5.1), up(7.55)],
      [across(5.6), up(7.55)],
    ],
    { color: NAVY, width: 7 },
  );
  canvas.text('REPORTED', across(5.8), up(7.55) + 9, { size: 20 });
  canvas.circle(across(5.35), up(7.15), 17, OCHRE);
  canvas.circle(across(5.35), up(7.15), 8, [255, 255, 255]);
  canvas.text('SEEN IN A PHOTOGRAPH', across(5.8), up(7.15) + 9, { size: 20 });
}

/** Hours without a position in each of 28 days; the three that differ are darker, and have their figures. */
const SILENT_HOURS = [
  0.8, 1.2, 0.5, 1.1, 0.9, 1.6, 0.7, 1, 1.3, 0.6, 5, 24, 7, 1.1, 0.9, 1.4, 0.7, 1, 1.2, 0.8, 1.7, 0.6, 1.1,
  0.9, 1.3, 0.8, 1, 0.7,
];
const FIRST_DAY = -8;

export function drawGaps(canvas: Canvas): void {
  const axes: Axes = {
    left: 140,
    right: 1440,
    top: 120,
    bottom: 690,
    x: [0, SILENT_HOURS.length],
    y: [0, 24],
  };
  const { across, up } = scales(axes);
  drawAxes(canvas, axes, 'HOURS WITHOUT A POSITION, BY DAY', [0, 6, 12, 18, 24], String);
  const width = across(1) - across(0);
  SILENT_HOURS.forEach((hours, index) => {
    const day = FIRST_DAY + index;
    const isUnusual = hours > 3;
    canvas.rect(
      across(index) + width * 0.18,
      up(hours),
      width * 0.64,
      axes.bottom - up(hours),
      isUnusual ? NAVY : BLUE,
    );
    if (isUnusual)
      canvas.text(String(hours), across(index + 0.5), up(hours) - 14, { size: 20, align: 'center' });
    if (day % 4 === 0 || isUnusual)
      canvas.text(String(day), across(index + 0.5), axes.bottom + 42, {
        size: 18,
        color: isUnusual ? INK : GRAY,
        align: 'center',
      });
  });
  canvas.line(
    [
      [axes.left, up(1)],
      [axes.right, up(1)],
    ],
    { color: OCHRE, width: 3, dash: 12 },
  );
  canvas.text('MEDIAN: 1 HOUR', axes.right, up(1) - 22, { size: 18, color: OCHRE, align: 'right' });
  canvas.text('DAY', axes.right, axes.bottom + 84, { size: 20, color: GRAY, align: 'right' });
}
