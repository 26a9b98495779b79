import { useNow } from './clock.ts';
import { dayIn, momentWords, viewerZone } from './moments.ts';

type MomentProps = {
  /** ISO 8601, as the API gives it. */
  at: string;
  /** `full`: "in 3 h (14:00 UTC, 23:00 Seoul)". `short`: "3 h ago", the clocks on hover. `day`: "29 May 2025 (in 3 d)". */
  detail?: 'full' | 'short' | 'day';
};

/** An instant for the viewer, in their zone and in UTC; it keeps itself up to date. */
export function Moment({ at, detail = 'full' }: MomentProps) {
  const now = useNow();
  const zone = viewerZone();
  const moment = new Date(at);
  const { relative, clocks } = momentWords(moment, now, zone);
  const words =
    detail === 'full'
      ? `${relative} (${clocks})`
      : detail === 'short'
        ? relative
        : `${dayIn(moment, zone)} (${relative})`;
  return (
    <time dateTime={at} title={detail === 'full' ? undefined : clocks}>
      {words}
    </time>
  );
}
