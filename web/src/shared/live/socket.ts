/** A WebSocket that comes back by itself, and says so when something was missed on the way. */
import type { Change } from '../api/types';
import { type Milliseconds, ms } from '../units';

export type LiveState = { kind: 'connecting' } | { kind: 'live' } | { kind: 'paused'; retryAt: Milliseconds };

export interface LiveListener {
  onChange?: (change: Change) => void;
  /** Some changes were missed (a hole in the numbers, or the line was cut): ask REST again. */
  onGap?: () => void;
  onState?: (state: LiveState) => void;
}

/** What the connection takes from the outside, so that tests can bring their own line and clock. */
export interface LiveOutside {
  open: (url: string) => WebSocket;
  now: () => Milliseconds;
  later: (run: () => void, after: Milliseconds) => () => void;
  random: () => number;
}

const FIRST_WAIT = 500;
const LONGEST_WAIT = 15_000;

export const BROWSER: LiveOutside = {
  open: (url) => new WebSocket(url),
  now: () => ms(Date.now()),
  later: (run, after) => {
    const id = setTimeout(run, after);
    return () => clearTimeout(id);
  },
  random: () => Math.random(),
};

/** How long to wait before try number `attempt` (0, 1, …): doubles, at most 15 s, up to a quarter less by chance. */
export function waitBefore(attempt: number, random: number): Milliseconds {
  const full = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** attempt);
  return ms(Math.round(full * (1 - random / 4)));
}

export class LiveConnection {
  private socket: WebSocket | null = null;
  private attempt = 0;
  private number: number | null = null;
  private cancelRetry: (() => void) | null = null;
  private closed = false;
  private readonly listeners = new Set<LiveListener>();
  private readonly url: string;
  private readonly outside: LiveOutside;
  state: LiveState = { kind: 'connecting' };

  constructor(url: string, outside: LiveOutside = BROWSER) {
    this.url = url;
    this.outside = outside;
    this.connect();
  }

  listen(listener: LiveListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  get isUnheard(): boolean {
    return this.listeners.size === 0;
  }

  close(): void {
    this.closed = true;
    this.cancelRetry?.();
    this.socket?.close();
  }

  private connect(): void {
    const socket = this.outside.open(this.url);
    this.socket = socket;
    socket.onmessage = (event) => this.receive(JSON.parse(String(event.data)) as Change);
    socket.onclose = () => this.retry();
  }

  private retry(): void {
    if (this.closed) return;
    const wait = waitBefore(this.attempt, this.outside.random());
    this.attempt += 1;
    this.become({ kind: 'paused', retryAt: ms(this.outside.now() + wait) });
    this.cancelRetry = this.outside.later(() => this.connect(), wait);
  }

  private receive(change: Change): void {
    const missed = this.hasMissed(change);
    this.number = change.number;
    if (change.type === 'hello') {
      this.attempt = 0;
      this.become({ kind: 'live' });
    }
    if (missed) for (const listener of this.listeners) listener.onGap?.();
    if (change.type === 'change') for (const listener of this.listeners) listener.onChange?.(change);
  }

  /** Filters hide changes, so a jump in the numbers is no hole by itself: only `missed` and a new `hello` are. */
  private hasMissed(change: Change): boolean {
    if (change.type === 'missed') return true;
    return change.type === 'hello' && this.number !== null && change.number !== this.number;
  }

  private become(state: LiveState): void {
    this.state = state;
    for (const listener of this.listeners) listener.onState?.(state);
  }
}
