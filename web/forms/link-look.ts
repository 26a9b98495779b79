import { useQuery } from '@tanstack/react-query';
import { useId } from 'react';

/** Asks once where a link with a token leads, before anybody fills in a form for nothing; for one token per mount. */
export function useLinkLook<T>(look: () => Promise<T>) {
  // The token is no part of the key: keys can end up in a developer's tools or an error report.
  const link = useId();
  return useQuery({
    queryKey: ['link', link],
    queryFn: look,
    staleTime: Number.POSITIVE_INFINITY,
    // The server counts every look as an attempt.
    refetchOnWindowFocus: false,
  });
}
