/** Moments as text: how long ago, and exactly when. */
import { type Milliseconds, ms } from '../units';

/** RFC 3339 with up to nine decimals, to milliseconds since the epoch. */
export function instant(text: string): Milliseconds {
  return ms(Date.parse(text.replace(/(\.\d{3})\d+/, '$1')));
}

export function ago(then: Milliseconds, now: Milliseconds): string {
  const s = Math.round((now - then) / 1000);
  if (s < 5) return 'just now';
  if (s < 60) return `${s} s ago`;
  if (s < 3600) return `${Math.floor(s / 60)} min ago`;
  if (s < 86_400) return `${Math.floor(s / 3600)} h ago`;
  if (s < 30 * 86_400) return `${Math.floor(s / 86_400)} d ago`;
  return new Date(then).toLocaleDateString();
}

/** 2026-11-20 18:18:52.123 in the reader's own zone, with the zone named. */
export function exactly(text: string): string {
  const date = new Date(instant(text));
  if (Number.isNaN(date.getTime())) return text;
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  const clock = `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
  const fraction = String(date.getMilliseconds()).padStart(3, '0');
  return `${day} ${clock}.${fraction} ${zone(date)}`;
}

function zone(date: Date): string {
  const minutes = -date.getTimezoneOffset();
  if (minutes === 0) return 'UTC';
  const size = Math.abs(minutes);
  const two = (value: number) => String(value).padStart(2, '0');
  return `UTC${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

const CLOCK = new Intl.DateTimeFormat(undefined, {
  month: 'short',
  day: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});

/** A moment to the minute, in the reader's own zone and the words of their language. */
export function clock(at: Milliseconds): string {
  return CLOCK.format(at);
}
