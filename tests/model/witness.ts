/** What was promised and is not so, in words; the first of a run is what counts, the rest may follow from it. */
export class Witness {
  readonly broken: string[] = [];
  /** How often each thing that is worth provoking came about, to tell that a campaign was one. */
  readonly counts = new Map<string, number>();

  /** Says that a promise does not hold; `rule` is its number in docs/rules.md. */
  breaks(rule: string, what: string): void {
    this.broken.push(`${rule}: ${what}`);
  }

  count(what: string): void {
    this.counts.set(what, (this.counts.get(what) ?? 0) + 1);
  }
}
