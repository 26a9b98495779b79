/** A cell of a grid, counted from 0. */
export type Place = { row: number; column: number };

/** A key as the browser names it. `direction` is that of the page: in `rtl` the next column lies to the left. */
export type GridKey = { key: string; ctrl: 'held' | 'free'; direction: 'ltr' | 'rtl' };

/** Where a key leads from `at` in a grid of this size, or null when it is none of the grid's keys. */
export function placeAfter(
  { key, ctrl, direction }: GridKey,
  at: Place,
  size: { rows: number; columns: number },
): Place | null {
  const last = { row: size.rows - 1, column: size.columns - 1 };
  const forward = direction === 'ltr' ? 1 : -1;
  const to = (row: number, column: number): Place => ({
    row: Math.min(Math.max(row, 0), last.row),
    column: Math.min(Math.max(column, 0), last.column),
  });
  switch (key) {
    case 'ArrowDown':
      return to(at.row + 1, at.column);
    case 'ArrowUp':
      return to(at.row - 1, at.column);
    case 'ArrowRight':
      return to(at.row, at.column + forward);
    case 'ArrowLeft':
      return to(at.row, at.column - forward);
    case 'Home':
      return ctrl === 'held' ? to(0, 0) : to(at.row, 0);
    case 'End':
      return ctrl === 'held' ? last : to(at.row, last.column);
    case 'PageDown':
      return to(last.row, at.column);
    case 'PageUp':
      return to(0, at.column);
    default:
      return null;
  }
}
