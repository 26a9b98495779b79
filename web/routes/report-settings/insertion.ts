/**
 * Before which row, by index, something dropped at `y` would go; the number of rows for the end. `rows` are in
 * the order and the coordinates of the screen.
 */
export function insertionAt(y: number, rows: readonly { top: number; height: number }[]): number {
  const below = rows.findIndex(({ top, height }) => y < top + height / 2);
  return below === -1 ? rows.length : below;
}
