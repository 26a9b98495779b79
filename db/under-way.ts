/**
 * Asks `ask` once for all who want to know the same while the answer is under way, such as the many tabs that come
 * back at once. Nothing is kept: whoever asks later is told anew.
 */
export function shareWhileUnderWay<Answer>(
  ask: (about: string) => Promise<Answer>,
): (about: string) => Promise<Answer> {
  const underWay = new Map<string, Promise<Answer>>();
  return (about) => {
    const known = underWay.get(about);
    if (known) return known;
    const asked = ask(about).finally(() => underWay.delete(about));
    underWay.set(about, asked);
    return asked;
  };
}
