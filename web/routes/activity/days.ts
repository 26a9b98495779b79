import { dayIn, momentWords, placeOf } from '../../time/moments.ts';

/** Events of one day in the viewer's zone, newest first; `name` is "Today, 29 May 2025", "Yesterday, …" or the date alone. */
export type Day<T> = { name: string; events: T[] };

const dayMs = 24 * 3_600_000;

/** Groups events, newest first, by the day on which they happened in `zone`. */
export function byDay<T extends { at: string }>(events: readonly T[], now: Date, zone: string): Day<T>[] {
  const days: Day<T>[] = [];
  let current = '';
  for (const event of events) {
    const date = dayIn(new Date(event.at), zone);
    if (date !== current) days.push({ name: dayName(date, now, zone), events: [] });
    current = date;
    days.at(-1)?.events.push(event);
  }
  return days;
}

/** The clocks under a day of `zone`: "23:00 Seoul, 14:00 UTC", and UTC's own date where it is another. */
export function clocksOf(at: Date, zone: string): string {
  const utc = momentWords(at, at, 'UTC').clocks;
  if (utc === momentWords(at, at, zone).clocks) return utc;
  const local = at.toLocaleTimeString('en-GB', { timeZone: zone, hour: '2-digit', minute: '2-digit' });
  const date = dayIn(at, 'UTC');
  const isSameDay = date === dayIn(at, zone);
  return `${local} ${placeOf(zone)}, ${utc}${isSameDay ? '' : ` on ${date}`}`;
}

function dayName(date: string, now: Date, zone: string): string {
  if (date === dayIn(now, zone)) return `Today, ${date}`;
  if (date === dayIn(new Date(now.getTime() - dayMs), zone)) return `Yesterday, ${date}`;
  return date;
}
