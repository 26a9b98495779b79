import type { CDPSession, Page } from 'playwright-core';
import type { LivePerson } from '../support/live.ts';

/** What a tab takes, after everything that it no longer needs was collected. */
export type Footprint = { heapBytes: number; elements: number; listeners: number };

/** Times in which a page did nothing but one thing, in milliseconds: what people feel as a page that hangs. */
export type LongTasks = { longestMs: number; count: number; over200Ms: number };

/** One browser tab of the soak. */
export class Tab {
  readonly name: string;
  readonly person: LivePerson;
  readonly page: Page;
  /** What its console complained of. */
  readonly errors: string[] = [];
  readonly #devtools: CDPSession;

  private constructor(name: string, person: LivePerson, page: Page, devtools: CDPSession) {
    this.name = name;
    this.person = person;
    this.page = page;
    this.#devtools = devtools;
    page.on('pageerror', (error) => this.errors.push(error.message));
    page.on('console', (message) => message.type() === 'error' && this.errors.push(message.text()));
  }

  static async open(name: string, person: LivePerson, page: Page): Promise<Tab> {
    const devtools = await page.context().newCDPSession(page);
    await devtools.send('Performance.enable');
    page.setDefaultTimeout(120_000); // twelve tabs on few cores are slow
    return new Tab(name, person, page, devtools);
  }

  async footprint(): Promise<Footprint> {
    await this.#devtools.send('HeapProfiler.collectGarbage');
    const { usedSize } = await this.#devtools.send('Runtime.getHeapUsage');
    const { metrics } = await this.#devtools.send('Performance.getMetrics');
    const metric = (wanted: string) => metrics.find(({ name }) => name === wanted)?.value ?? 0;
    return { heapBytes: usedSize, elements: metric('Nodes'), listeners: metric('JSEventListeners') };
  }

  /** Counts long tasks from now on. */
  async watchLongTasks(): Promise<void> {
    await this.page.evaluate(() => {
      const taken: number[] = [];
      new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) taken.push(duration);
      }).observe({ type: 'longtask' });
      Object.assign(window, { longTasks: taken });
    });
  }

  /** Those since this was asked last, without the ones that our own look at the heap causes. */
  async takeLongTasks(): Promise<LongTasks> {
    const taken = await this.page.evaluate(() => {
      // Put there by `watchLongTasks`.
      const { longTasks } = window as unknown as { longTasks: number[] };
      return longTasks.splice(0);
    });
    return {
      longestMs: Math.round(Math.max(0, ...taken)),
      count: taken.length,
      over200Ms: taken.filter((duration) => duration > 200).length,
    };
  }

  /** Every block on the screen, its kind and its words, without the names at the carets. */
  blocks(): Promise<string[]> {
    return this.page.locator('.ProseMirror > *').evaluateAll((blocks) =>
      blocks.map((block) => {
        const copy = block.cloneNode(true) as Element; // a clone is of its original's kind
        for (const caret of copy.querySelectorAll('.ProseMirror-widget, .orphan-note')) caret.remove();
        return `${block.tagName} ${copy.textContent}`;
      }),
    );
  }
}
