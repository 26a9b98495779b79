/**
 * Loaded before every server that is measured (`node --expose-gc --import`): tells the process that started it
 * what memory is in use, and exits when told to. It does nothing else, and does not keep the process alive.
 */
process.on('message', (message) => {
  if (message === 'exit') process.exit(0);
  if (message !== 'memory') return;
  // What the first collection finalises is only freed by the second.
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, external, rss } = process.memoryUsage();
  process.send?.({ heap: heapUsed + external, resident: rss });
});
process.channel?.unref();
