import type { QueryClient } from '@tanstack/react-query';
import type { Signal } from '../../domain/events.ts';
import { keys } from './keys.ts';
import { keysTouchedBy } from './signals.ts';

/** Whether what happens elsewhere reaches this screen now. */
export type StreamState = 'connecting' | 'open' | 'lost';

/** While somebody writes, signals come many a second; one look at the server serves them all. */
const gatherMs = 300;
const retryMs = 5_000;

/**
 * Listens to the server's signals and has React Query ask again for what became old. After a gap everything is
 * asked again, since what was missed is not told twice. Returns how to stop.
 */
export function followStream(client: QueryClient, onState: (state: StreamState) => void): () => void {
  let source: EventSource | null = null;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let gathering: ReturnType<typeof setTimeout> | undefined;
  let isFirst = true;
  const touched = new Map<string, readonly string[]>();

  const flush = () => {
    gathering = undefined;
    for (const queryKey of touched.values()) void client.invalidateQueries({ queryKey });
    touched.clear();
  };

  const open = () => {
    source = new EventSource('/api/stream');
    source.addEventListener('open', () => {
      onState('open');
      if (!isFirst) void client.invalidateQueries();
      isFirst = false;
    });
    source.addEventListener('signal', (message) => {
      // Our own server's words, made from the same type.
      const signal = JSON.parse(message.data) as Signal;
      for (const key of keysTouchedBy(signal)) touched.set(key.join('\n'), key);
      gathering ??= setTimeout(flush, gatherMs);
    });
    source.addEventListener('error', () => {
      onState('lost');
      isFirst = false;
      // The browser tries again by itself, except after an answer that was no stream: signed out, say.
      if (source?.readyState !== EventSource.CLOSED) return;
      void client.invalidateQueries({ queryKey: keys.me });
      clearTimeout(retry);
      retry = setTimeout(open, retryMs);
    });
  };

  open();
  return () => {
    clearTimeout(retry);
    clearTimeout(gathering);
    source?.close();
  };
}
