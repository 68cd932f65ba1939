/** How long something took, in at most four significant characters and always with a unit. */
import type { Microseconds } from '../units';

export function duration(value: Microseconds | null | undefined): string {
  if (value === null || value === undefined) return '–';
  if (value < 0) return `-${duration(-value as Microseconds)}`;
  if (value < 1000) return `${Math.round(value)}µs`;
  if (value < 999_500) return milliseconds(value / 1000);
  if (value < 59_950_000) return seconds(value / 1_000_000);
  return minutesAndMore(Math.round(value / 1_000_000));
}

/** A moment counted from the start of the trace. */
export function offset(value: Microseconds): string {
  return value < 0 ? duration(value) : `+${duration(value)}`;
}

function milliseconds(value: number): string {
  return value < 9.95 ? `${value.toFixed(1)}ms` : `${Math.round(value)}ms`;
}

function seconds(value: number): string {
  return value < 9.995 ? `${value.toFixed(2)}s` : `${value.toFixed(1)}s`;
}

function minutesAndMore(total: number): string {
  const days = Math.floor(total / 86_400);
  const hours = Math.floor((total % 86_400) / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  if (days > 0) return `${days}d ${two(hours)}h`;
  if (hours > 0) return `${hours}h ${two(minutes)}m`;
  return `${minutes}m ${two(total % 60)}s`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}
