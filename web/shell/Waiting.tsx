import { Skeleton } from '@mantine/core';
import { useTimeout } from '@mantine/hooks';
import { useState } from 'react';

const quietMs = 200;

/** Lines of grey while `what` is fetched; nothing at all for the first 200 ms, since most answers are there by then. */
export function Waiting({ what }: { what: string }) {
  const [isShown, setShown] = useState(false);
  useTimeout(() => setShown(true), quietMs, { autoInvoke: true });
  if (!isShown) return null;
  return (
    <div role="status" aria-label={`Loading ${what}`}>
      <span className="visually-hidden">Loading {what}…</span>
      <Skeleton height="1.1rem" width="42%" mt="lg" aria-hidden />
      <Skeleton height="0.8rem" width="88%" mt="md" aria-hidden />
      <Skeleton height="0.8rem" width="80%" mt="sm" aria-hidden />
      <Skeleton height="0.8rem" width="84%" mt="sm" aria-hidden />
    </div>
  );
}
