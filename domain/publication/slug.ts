/**
 * The name of a publication in its public address: `MSMT/2026/1` → `msmt-2026-1`, edition 2 `msmt-2026-1-2`.
 * `taken` are the names in use; another report's name is never taken over.
 */
export function slugOf(symbol: string, edition: number, taken: ReadonlySet<string>): string {
  const words = symbol
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);
  const base = words || 'report';
  const wanted = edition === 1 ? base : `${base}-${edition}`;
  // `assets` is where the page's style and type are.
  if (wanted !== 'assets' && !taken.has(wanted)) return wanted;
  for (let attempt = 1; ; attempt += 1) {
    const other = `${base}-edition-${edition}${attempt === 1 ? '' : `-${attempt}`}`;
    if (!taken.has(other)) return other;
  }
}
