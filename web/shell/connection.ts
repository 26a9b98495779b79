import { useNetwork } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { followStream, type StreamState } from '../api/stream.ts';

/** Whether this device has a network, and whether the server's signals reach it. */
export type Connection = 'connected' | 'no_network' | 'no_server';

/** A stream that breaks for a moment, at a reconnect say, is nothing to tell anybody. */
const patienceMs = 3_000;

/**
 * Follows the server's signals for as long as the screen is there, and says when they stop coming. With `closed`
 * it asks for none, for somebody whom the server gives none.
 */
export function useConnection(signals: 'open' | 'closed'): Connection {
  const client = useQueryClient();
  const { online } = useNetwork();
  const [stream, setStream] = useState<StreamState>('connecting');
  const [isLost, setLost] = useState(false);

  useEffect(() => {
    if (signals === 'open') return followStream(client, setStream);
    setStream('connecting');
  }, [client, signals]);
  useEffect(() => {
    if (stream !== 'lost') {
      setLost(false);
      return;
    }
    const timer = setTimeout(() => setLost(true), patienceMs);
    return () => clearTimeout(timer);
  }, [stream]);

  if (!online) return 'no_network';
  return isLost ? 'no_server' : 'connected';
}
