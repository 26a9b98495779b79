import { Canvas, GRAY, LIGHT, OCHRE } from './canvas.ts';
import { drawDraught, drawGaps } from './charts.ts';
import { drawHandling, drawNetwork, drawTimeline } from './diagrams.ts';
import { drawRoute } from './route.ts';

/** A drawing by the name that the notation calls it with. */
export type Picture = { name: string; bytes: Buffer };

const [WIDTH, HEIGHT] = [1500, 840];

const DRAWINGS: Record<string, (canvas: Canvas) => void> = {
  timeline: drawTimeline,
  handling: drawHandling,
  route: drawRoute,
  draught: drawDraught,
  gaps: drawGaps,
  network: drawNetwork,
};

/** Draws every figure of the sample, the same bytes each time, and gives way to other work after each. */
export async function drawFigures(): Promise<Picture[]> {
  const pictures: Picture[] = [];
  for (const [name, draw] of Object.entries(DRAWINGS)) {
    const canvas = new Canvas(WIDTH, HEIGHT);
    draw(canvas);
    frame(canvas);
    pictures.push({ name, bytes: canvas.toPng() });
    await new Promise((resolve) => setImmediate(resolve));
  }
  return pictures;
}

/** A thin frame, and the word that no copy of the picture alone should be without. */
function frame(canvas: Canvas): void {
  const { width, height } = canvas;
  canvas.line(
    [
      [2, 2],
      [width - 3, 2],
      [width - 3, height - 3],
      [2, height - 3],
      [2, 2],
    ],
    { color: LIGHT, width: 3 },
  );
  canvas.text('SAMPLE', width - 36, 58, { size: 26, color: OCHRE, align: 'right', weight: 5 });
  canvas.text('DRAWN FOR DEMONSTRATION ONLY', 36, height - 30, { size: 15, color: GRAY });
}
