import { describe, expect, test } from 'vitest';
import { askTogether } from '../../db/together.ts';

describe('asking together', () => {
  /** Who asked with whom, and what ends the question under way. */
  function desk() {
    const questions: string[][] = [];
    let end: (failure?: Error) => void = () => undefined;
    const ask = askTogether<string>((about) => {
      questions.push(about);
      return new Promise((resolve, reject) => {
        end = (failure) =>
          failure ? reject(failure) : resolve(new Map(about.map((key) => [key, `${key}!`])));
      });
    });
    return { ask, questions, end: (failure?: Error) => end(failure) };
  }
  const turn = () => new Promise((resolve) => setImmediate(resolve));

  test('SEC3 whoever asks while an answer is under way is in the next question, once with all the others', async () => {
    const { ask, questions, end } = desk();
    const first = ask('a');
    await turn();
    const others = Promise.all([ask('a'), ask('b'), ask('b')]);
    await turn();
    expect(questions).toEqual([['a']]);
    end();
    expect(await first).toBe('a!');
    await turn();
    expect(questions).toEqual([['a'], ['a', 'b']]);
    end();
    expect(await others).toEqual(['a!', 'b!', 'b!']);
  });

  test('SEC3 a question that fails fails for those who were in it, and the next is asked', async () => {
    const { ask, end } = desk();
    const first = ask('a');
    await turn();
    const second = ask('a');
    end(new Error('the database is away'));
    await expect(first).rejects.toThrow('the database is away');
    await turn();
    end();
    expect(await second).toBe('a!');
  });
});
