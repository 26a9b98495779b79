import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useOwnLocation } from '../shell/use-own-location.ts';

declare module '@tanstack/react-router' {
  interface HistoryState {
    /** The token of the link that led to this entry of the history. */
    token?: string;
  }
}

/**
 * The token in the address's fragment (`/invitation#…`), or null. It moves from the address into the state of its
 * entry of the history: out of a screenshot, a copied address and the next Referer, and still there after a reload
 * and on the way back. A link pasted into a page that is open changes only the fragment, and counts too.
 */
export function useFragmentToken(): string | null {
  const { history } = useRouter();
  const { pathname, hash, state } = useOwnLocation();
  const token = hash === '' ? (state.token ?? null) : hash;
  useEffect(() => {
    // Through the router, which keeps its own marks in the state.
    if (hash !== '') history.replace(pathname, { token: hash });
  }, [history, pathname, hash]);
  return token;
}
