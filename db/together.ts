/**
 * Asks for many at once: whoever asks while an answer is under way waits for the next one, with all the others who do,
 * such as the tabs that come back after a restart. Nothing is kept: each is told what was so after they asked.
 */
export function askTogether<Answer>(
  ask: (about: string[]) => Promise<ReadonlyMap<string, Answer>>,
): (about: string) => Promise<Answer | undefined> {
  let next: { about: Set<string>; answers: Promise<ReadonlyMap<string, Answer>> } | null = null;
  let underWay: Promise<unknown> = Promise.resolve();

  function begin() {
    const about = new Set<string>();
    const answers = underWay.then(() => {
      next = null;
      return ask([...about]);
    });
    underWay = answers.catch(() => undefined); // whoever asked is told
    return { about, answers };
  }

  return async (about) => {
    next ??= begin();
    next.about.add(about);
    return (await next.answers).get(about);
  };
}
