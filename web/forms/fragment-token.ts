import { useEffect, useState } from 'react';

/**
 * The token in the address's fragment (`/invitation#…`), or null. It is read once and taken out of the address
 * bar and the history, so that it is not in a screenshot, a copied address or the next Referer.
 */
export function useFragmentToken(): string | null {
  const [token] = useState(() => {
    const fragment = window.location.hash.slice(1);
    return fragment === '' ? null : decodeURIComponent(fragment);
  });
  useEffect(() => {
    if (window.location.hash !== '')
      window.history.replaceState(window.history.state, '', window.location.pathname);
  }, []);
  return token;
}
