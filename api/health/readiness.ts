/** How recently somebody must have asked for there to be somebody who will ask again. */
const ASKED_LATELY_MS = 10_000;
/** How long a stopping node waits for that. A proxy that asks more rarely notices by the closed port. */
const TELL_WITHIN_MS = 1500;

/**
 * Whether this node still takes work. A stopping node says so before it stops anything, so that a proxy sends
 * nobody here who would be sent away at once.
 */
export class Readiness {
  #isStopping = false;
  #lastAskedAtMs = Number.NEGATIVE_INFINITY;
  #tell: () => void = () => undefined;

  /** True from the moment that the node was told to stop. */
  get isStopping(): boolean {
    return this.#isStopping;
  }

  /** Somebody is being told, at `nowMs`, whether the node takes work. */
  asked(nowMs: number): void {
    this.#lastAskedAtMs = nowMs;
    if (this.#isStopping) this.#tell();
  }

  /**
   * The node stops. Resolves when whoever has been asking was told so, after at most a second and a half; at
   * once where nobody asks, as on a single node.
   */
  async stop(nowMs: number): Promise<void> {
    if (this.#isStopping) return;
    this.#isStopping = true;
    if (nowMs - this.#lastAskedAtMs > ASKED_LATELY_MS) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#tell = resolve;
      timer = setTimeout(resolve, TELL_WITHIN_MS);
    });
    clearTimeout(timer);
  }
}
