import { BLUE, type Canvas, GRAY, LAND, NAVY, OCHRE, PALE, WHITE } from './canvas.ts';

/** A coast, two ports and two tracks on a sea that is nowhere. */
export function drawRoute(canvas: Canvas): void {
  const { width, height } = canvas;
  canvas.rect(0, 0, width, height, [241, 246, 250]);
  for (let x = 150; x < width; x += 200)
    canvas.line(
      [
        [x, 0],
        [x, height],
      ],
      { color: PALE, width: 2 },
    );
  for (let y = 120; y < height; y += 200)
    canvas.line(
      [
        [0, y],
        [width, y],
      ],
      { color: PALE, width: 2 },
    );
  const coast = [
    [0, 0],
    [1080, 0],
    [1010, 46],
    [900, 60],
    [820, 118],
    [700, 104],
    [610, 150],
    [500, 138],
    [430, 190],
    [330, 196],
    [286, 262],
    [210, 300],
    [190, 380],
    [128, 430],
    [118, 540],
    [60, 610],
    [0, 640],
  ] as const;
  canvas.area(coast, LAND);
  canvas.line(coast.slice(1, -1), { color: [186, 170, 134], width: 3 });
  canvas.text('INVENTED COAST', 150, 120, { size: 22, color: [140, 124, 88] });
  canvas.text('INVENTED SEA', 200, 740, { size: 26, color: BLUE });

  const meeting = [820, 450] as const;
  canvas.ring(...meeting, 150, { color: OCHRE, width: 4, dash: 8 });
  canvas.line(
    [
      [286, 262],
      [380, 330],
      [520, 392],
      [676, 424],
    ],
    { color: NAVY, width: 7 },
  );
  canvas.line(
    [
      [676, 424],
      [966, 470],
    ],
    { color: NAVY, width: 4, dash: 11 },
  );
  canvas.arrow([966, 470], [1330, 520], { color: NAVY, width: 7 });
  canvas.line(
    [
      [640, 838],
      [690, 740],
      [752, 596],
    ],
    { color: BLUE, width: 7 },
  );
  canvas.line(
    [
      [752, 596],
      [824, 462],
      [930, 344],
    ],
    { color: BLUE, width: 4, dash: 11 },
  );
  canvas.arrow([930, 344], [1180, 190], { color: BLUE, width: 7 });

  for (const [x, y, color] of [
    [676, 424, NAVY],
    [966, 470, NAVY],
    [752, 596, BLUE],
    [930, 344, BLUE],
  ] as const) {
    canvas.circle(x, y, 13, color);
    canvas.circle(x, y, 6, WHITE);
  }
  canvas.rect(274, 250, 24, 24, NAVY);
  canvas.text('PORT EXAMPLE', 320, 262, { size: 19, color: NAVY });
  canvas.text('EXAMPLE STAR', 330, 420, { size: 19, color: NAVY });
  canvas.text('SPECIMEN TIDE', 470, 700, { size: 19, color: BLUE });
  canvas.text('TO PORT SAMPLE', 1150, 462, { size: 19, color: NAVY });
  canvas.text('NEITHER HEARD', 996, 566, { size: 19, color: OCHRE });
  canvas.text('DAY 3', 996, 600, { size: 19, color: OCHRE });
  for (const [index, name] of ['0', '20', '40 NM'].entries())
    canvas.text(name, 1150 + index * 110, 770, { size: 15, color: GRAY, align: 'center' });
  canvas.rect(1150, 730, 110, 10, NAVY);
  canvas.box(1260, 730, 110, 10, WHITE, NAVY, 2);
}
