/** A moment in the viewer's words: how far away, and when by the clock in UTC and where they are. */
export type MomentWords = { relative: string; clocks: string };

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/**
 * How to write the instant `at` for somebody in `zone` (IANA, as in `Asia/Seoul`): within a day as
 * "in 3 h" and "14:00 UTC, 23:00 Seoul", further away with the date.
 */
export function momentWords(at: Date, now: Date, zone: string): MomentWords {
  const distanceMs = at.getTime() - now.getTime();
  const isNear = Math.abs(distanceMs) < dayMs;
  const utc = clockIn(at, 'UTC', isNear ? 'time' : 'date and time');
  if (isUtc(zone)) return { relative: relativeWords(distanceMs), clocks: `${utc} UTC` };
  const sameDay = dayIn(at, zone) === dayIn(at, 'UTC');
  const local = clockIn(at, zone, sameDay ? 'time' : 'date and time');
  return { relative: relativeWords(distanceMs), clocks: `${utc} UTC, ${local} ${placeOf(zone)}` };
}

/** "in 3 h", "2 d ago", "just now": the largest unit alone, and no more of it than there is, but for a minute. */
export function relativeWords(distanceMs: number): string {
  const size = Math.abs(distanceMs);
  if (size < minuteMs) return distanceMs > 0 ? 'now' : 'just now';
  // A minute after “seven days” was said there are seven days left for whoever reads it.
  const whole = (unitMs: number) => Math.floor((size + (unitMs > minuteMs ? minuteMs - 1 : 0)) / unitMs);
  const hours = whole(hourMs);
  const amount = hours < 1 ? `${whole(minuteMs)} min` : hours < 24 ? `${hours} h` : `${whole(dayMs)} d`;
  return distanceMs > 0 ? `in ${amount}` : `${amount} ago`;
}

/** A day as "29 May 2025" in `zone`. */
export function dayIn(at: Date, zone: string): string {
  return format(at, { timeZone: zone, day: 'numeric', month: 'short', year: 'numeric' });
}

/** The city of an IANA zone: `America/Argentina/Buenos_Aires` → "Buenos Aires". */
export function placeOf(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}

/** The viewer's zone. */
export function viewerZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

function clockIn(at: Date, zone: string, detail: 'time' | 'date and time'): string {
  const time = format(at, { timeZone: zone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  return detail === 'time' ? time : `${dayIn(at, zone)}, ${time}`;
}

// Making a format takes longer than drawing a page of moments with it.
const formats = new Map<string, Intl.DateTimeFormat>();

function format(at: Date, options: Intl.DateTimeFormatOptions): string {
  const key = JSON.stringify(options);
  const known = formats.get(key) ?? new Intl.DateTimeFormat('en-GB', options);
  formats.set(key, known);
  return known.format(at);
}

function isUtc(zone: string): boolean {
  return zone === 'UTC' || zone === 'Etc/UTC' || zone === 'GMT';
}
