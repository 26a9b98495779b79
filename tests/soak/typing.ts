import type { Page } from 'playwright-core';
import type { Seeded } from '../support/seeded.ts';

const WORDS =
  `the vessel was observed at anchor while its transponder stayed silent for nine days and the cargo
  was moved to another ship whose owner could not be found under the address that it had given`.split(/\s+/);

/** Between two keys of a word, and between two things that somebody does, in milliseconds, on average. */
const KEY_MS = 120;
const PAUSE_MS = 1_500;
/** A section is kept about so long: what is longer is shortened. */
const LONG = { blocks: 60, characters: 15_000 };

/** Writes as somebody would who drafts: words, corrections, new paragraphs, a footnote now and then. Counts keys. */
export class Typing {
  keys = 0;
  readonly #page: Page;
  readonly #random: Seeded;

  constructor(page: Page, random: Seeded) {
    this.#page = page;
    this.#random = random;
  }

  async untilAborted(signal: AbortSignal): Promise<void> {
    await this.#goSomewhere();
    while (!signal.aborted) {
      await this.#doSomething();
      await this.#wait(PAUSE_MS);
    }
  }

  async #doSomething(): Promise<void> {
    const roll = this.#random.next();
    if (roll < 0.06) await this.#goSomewhere();
    else if (roll < 0.12) await this.#shorten();
    else if (roll < 0.18) await this.#press('Enter');
    else if (roll < 0.26) await this.#press('Control+Backspace');
    else if (roll < 0.3) await this.#emphasise();
    else if (roll < 0.33) await this.#footnote();
    else if (roll < 0.37) await this.#press('Control+z');
    else await this.#words();
  }

  async #words(): Promise<void> {
    for (let count = this.#random.int(1, 4); count > 0; count -= 1)
      for (const letter of `${this.#random.pick(WORDS)} `) {
        await this.#press(letter);
        await this.#wait(KEY_MS);
      }
  }

  async #emphasise(): Promise<void> {
    await this.#press('Shift+Control+ArrowLeft');
    await this.#press('Control+i');
    await this.#press('ArrowRight');
  }

  async #footnote(): Promise<void> {
    await this.#press('Control+Alt+f');
    await this.#words();
    await this.#goSomewhere();
  }

  /** Takes a line away, where the section has become long. */
  async #shorten(): Promise<void> {
    const { blocks, characters } = await this.#page.locator('.ProseMirror').evaluate((text) => ({
      blocks: text.childElementCount,
      characters: text.textContent.length,
    }));
    if (blocks < LONG.blocks && characters < LONG.characters) return;
    await this.#goSomewhere();
    await this.#press('Home');
    await this.#press('Shift+ArrowDown');
    await this.#press('Shift+ArrowDown');
    await this.#press('Delete');
  }

  /** Puts the caret into a block of the running text. */
  async #goSomewhere(): Promise<void> {
    const blocks = this.#page.locator('.ProseMirror > p');
    const at = this.#random.int(0, Math.max(0, (await blocks.count()) - 1));
    // It may be gone by then: a colleague has joined it to another. Then the caret stays.
    await blocks
      .nth(at)
      .click({ timeout: 2_000 })
      .catch(() => undefined);
    await this.#press('End');
  }

  async #press(key: string): Promise<void> {
    await this.#page.keyboard.press(key);
    this.keys += 1;
  }

  #wait(aboutMs: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, this.#random.next() * 2 * aboutMs));
  }
}
