import { useLocation } from '@tanstack/react-router';
import { useRef } from 'react';

/**
 * The router's location while it is this page's. The router tells of the next one as soon as it begins to load that,
 * and this page is shown until it is there.
 */
export function useOwnLocation() {
  const location = useLocation();
  const own = useRef(location);
  if (location.pathname === own.current.pathname) own.current = location;
  return own.current;
}
