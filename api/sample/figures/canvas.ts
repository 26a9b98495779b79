import { encodePng } from './png.ts';
import { strokesOf } from './stroke-font.ts';

/** `[red, green, blue]`, each 0 to 255. */
export type Color = readonly [number, number, number];

/** The colours of every drawing: few, calm, and told apart by lightness as well. */
export const INK: Color = [31, 45, 61];
export const NAVY: Color = [30, 64, 110];
export const BLUE: Color = [74, 124, 178];
export const PALE: Color = [222, 232, 242];
export const OCHRE: Color = [190, 118, 32];
export const GRAY: Color = [122, 133, 146];
export const LIGHT: Color = [226, 230, 235];
export const LAND: Color = [236, 230, 214];
export const WHITE: Color = [255, 255, 255];

export type TextStyle = {
  size?: number;
  color?: Color;
  align?: 'left' | 'center' | 'right';
  weight?: number;
};
export type LineStyle = { color?: Color; width?: number; dash?: number };

type Point = readonly [x: number, y: number];

/** A sheet to draw on, in pixels from its upper left corner. Edges are smooth: what half covers a pixel half colours it. */
export class Canvas {
  readonly width: number;
  readonly height: number;
  readonly #pixels: Uint8Array;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.#pixels = new Uint8Array(width * height * 3).fill(255);
  }

  rect(x: number, y: number, width: number, height: number, color: Color): void {
    const [right, bottom] = [x + width, y + height];
    for (let row = Math.max(0, Math.floor(y)); row < Math.min(this.height, bottom); row++) {
      const down = Math.min(row + 1, bottom) - Math.max(row, y);
      for (let column = Math.max(0, Math.floor(x)); column < Math.min(this.width, right); column++)
        this.#mix(column, row, color, down * (Math.min(column + 1, right) - Math.max(column, x)));
    }
  }

  /** A rectangle with a border inside its edges. */
  box(x: number, y: number, width: number, height: number, fill: Color, border: Color, line = 3): void {
    this.rect(x, y, width, height, border);
    this.rect(x + line, y + line, width - 2 * line, height - 2 * line, fill);
  }

  circle(x: number, y: number, radius: number, color: Color): void {
    this.#each(x - radius, y - radius, x + radius, y + radius, color, (px, py) =>
      clamp(radius + 0.5 - Math.hypot(px - x, py - y)),
    );
  }

  ring(x: number, y: number, radius: number, style: LineStyle = {}): void {
    const steps = 96;
    const on = (i: number): Point => {
      const angle = (i / steps) * 2 * Math.PI;
      return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
    };
    if (style.dash === undefined) {
      this.line(
        Array.from({ length: steps + 1 }, (_, i) => on(i)),
        style,
      );
      return;
    }
    for (let i = 0; i < steps; i += 4)
      this.line([on(i), on(i + 1), on(i + 2)], { ...style, dash: undefined });
  }

  /** A line through points, with round ends. `dash` is the length of its dashes and of the gaps between them. */
  line(points: readonly Point[], { color = INK, width = 3, dash }: LineStyle = {}): void {
    for (const [index, to] of points.entries()) {
      const from = points[index - 1];
      if (!from) continue;
      const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
      const at = (way: number): Point => [
        from[0] + ((to[0] - from[0]) * way) / length,
        from[1] + ((to[1] - from[1]) * way) / length,
      ];
      if (dash === undefined) this.#segment(from, to, width / 2, color);
      else
        for (let way = 0; way < length; way += 2 * dash)
          this.#segment(at(way), at(Math.min(way + dash, length)), width / 2, color);
    }
  }

  /** A line with a head at its last point. */
  arrow(from: Point, to: Point, style: LineStyle = {}): void {
    const angle = Math.atan2(to[1] - from[1], to[0] - from[0]);
    const head = 5 * (style.width ?? 3);
    const wing = (turn: number): Point => [
      to[0] - head * Math.cos(angle + turn),
      to[1] - head * Math.sin(angle + turn),
    ];
    this.line([from, to], style);
    this.line([wing(0.5), to, wing(-0.5)], { ...style, dash: undefined });
  }

  /** A filled outline whose points go round it. Four scans to a row of pixels, each exact from left to right. */
  area(points: readonly Point[], color: Color): void {
    const scans = 4;
    for (let y = 0; y < this.height; y++) {
      const cover = new Float32Array(this.width);
      for (let scan = 0; scan < scans; scan++) {
        const crossings = crossingsAt(points, y + (scan + 0.5) / scans);
        for (let i = 0; i + 1 < crossings.length; i += 2) {
          const [from, to] = [crossings[i] ?? 0, Math.min(this.width, crossings[i + 1] ?? 0)];
          for (let x = Math.max(0, Math.floor(from)); x < to; x++)
            cover[x] = (cover[x] ?? 0) + (Math.min(x + 1, to) - Math.max(x, from)) / scans;
        }
      }
      for (const [x, part] of cover.entries()) if (part > 0) this.#mix(x, y, color, part);
    }
  }

  /** Text in capitals; `x` is its left edge, middle or right edge, `y` its base line. */
  text(text: string, x: number, y: number, style: TextStyle = {}): void {
    const { size = 26, color = INK, align = 'left', weight = size / 8 } = style;
    const { strokes, width } = strokesOf(text, size);
    const left = align === 'left' ? x : align === 'center' ? x - width / 2 : x - width;
    for (const stroke of strokes) {
      const points = stroke.flatMap((value, index): Point[] =>
        index % 2 === 0 ? [[left + value, y + (stroke[index + 1] ?? 0)]] : [],
      );
      this.line(points, { color, width: weight });
    }
  }

  toPng(): Buffer {
    return encodePng(this.width, this.height, this.#pixels);
  }

  #segment([ax, ay]: Point, [bx, by]: Point, radius: number, color: Color): void {
    const [dx, dy] = [bx - ax, by - ay];
    const square = dx * dx + dy * dy || 1;
    this.#each(
      Math.min(ax, bx) - radius,
      Math.min(ay, by) - radius,
      Math.max(ax, bx) + radius,
      Math.max(ay, by) + radius,
      color,
      (px, py) => {
        const way = clamp(((px - ax) * dx + (py - ay) * dy) / square);
        return clamp(radius + 0.5 - Math.hypot(px - ax - way * dx, py - ay - way * dy));
      },
    );
  }

  /** Mixes `color` into each pixel of a rectangle by how much of it is covered, 0 to 1; told its middle. */
  #each(
    left: number,
    top: number,
    right: number,
    bottom: number,
    color: Color,
    coverage: (x: number, y: number) => number,
  ): void {
    const [x0, x1] = [Math.max(0, Math.floor(left - 1)), Math.min(this.width - 1, Math.ceil(right + 1))];
    const [y0, y1] = [Math.max(0, Math.floor(top - 1)), Math.min(this.height - 1, Math.ceil(bottom + 1))];
    for (let y = y0; y <= y1; y++) {
      for (let x = x0; x <= x1; x++) {
        const part = coverage(x + 0.5, y + 0.5);
        if (part > 0) this.#mix(x, y, color, part);
      }
    }
  }

  #mix(x: number, y: number, color: Color, part: number): void {
    const at = (y * this.width + x) * 3;
    for (let channel = 0; channel < 3; channel++) {
      const under = this.#pixels[at + channel] ?? 255;
      this.#pixels[at + channel] = Math.round(under + ((color[channel] ?? 0) - under) * part);
    }
  }
}

/** Where an outline crosses the horizontal line at `y`, from left to right. */
function crossingsAt(points: readonly Point[], y: number): number[] {
  const crossings: number[] = [];
  let [ax, ay] = points.at(-1) ?? [0, 0];
  for (const [bx, by] of points) {
    if (ay > y !== by > y) crossings.push(ax + ((y - ay) / (by - ay)) * (bx - ax));
    [ax, ay] = [bx, by];
  }
  return crossings.sort((a, b) => a - b);
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}
