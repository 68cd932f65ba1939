import { expect, test } from 'vitest';
import type { Change } from '../api/types';
import { type Milliseconds, ms } from '../units';
import { LiveConnection, type LiveOutside, type LiveState, waitBefore } from './socket';

/** A line in our hand: what it opened, and a clock that we turn. */
class Line implements LiveOutside {
  readonly opened: {
    onmessage: ((event: { data: string }) => void) | null;
    onclose: (() => void) | null;
    close: () => void;
  }[] = [];
  private readonly waiting: { run: () => void; after: Milliseconds }[] = [];

  readonly open = () => {
    const socket = { onmessage: null, onclose: null, close: () => {} };
    this.opened.push(socket);
    return socket as unknown as WebSocket;
  };
  readonly now = () => ms(1000);
  readonly random = () => 0;
  readonly later = (run: () => void, after: Milliseconds) => {
    this.waiting.push({ run, after });
    return () => {};
  };

  say(change: Partial<Change>): void {
    const whole = { type: 'change', number: 0, spans: [], traces: [], missed: 0, ...change };
    this.opened.at(-1)?.onmessage?.({ data: JSON.stringify(whole) });
  }

  cut(): void {
    this.opened.at(-1)?.onclose?.();
  }

  waits(): number[] {
    return this.waiting.map(({ after }) => after);
  }

  goOn(): void {
    this.waiting.at(-1)?.run();
  }
}

function listening() {
  const line = new Line();
  const connection = new LiveConnection('ws://here', line);
  const heard: string[] = [];
  const states: LiveState['kind'][] = [];
  connection.listen({
    onChange: (change) => heard.push(`change ${change.number}`),
    onGap: () => heard.push('gap'),
    onState: (state) => states.push(state.kind),
  });
  return { line, connection, heard, states };
}

test('it is live once the server has said hello', () => {
  const { line, states } = listening();
  line.say({ type: 'hello', number: 7 });
  expect(states).toEqual(['live']);
});

test('changes come through, and numbers that a filter hid are no gap', () => {
  const { line, heard } = listening();
  line.say({ type: 'hello', number: 7 });
  line.say({ number: 8 });
  line.say({ number: 12 });
  expect(heard).toEqual(['change 8', 'change 12']);
});

test('a message about missed changes is a gap', () => {
  const { line, heard } = listening();
  line.say({ type: 'hello', number: 7 });
  line.say({ type: 'missed', number: 30, missed: 22 });
  expect(heard).toEqual(['gap']);
});

test('it waits longer after every failed try, and from the start again after a hello', () => {
  const { line } = listening();
  line.cut();
  line.goOn();
  line.cut();
  line.goOn();
  line.say({ type: 'hello', number: 1 });
  line.cut();
  expect(line.waits()).toEqual([500, 1000, 500]);
});

test('a new hello with another number means that something was missed', () => {
  const { line, heard, states } = listening();
  line.say({ type: 'hello', number: 7 });
  line.cut();
  line.goOn();
  line.say({ type: 'hello', number: 9 });
  expect(heard).toEqual(['gap']);
  expect(states).toEqual(['live', 'paused', 'live']);
});

test('a new hello with the same number is no gap', () => {
  const { line, heard } = listening();
  line.say({ type: 'hello', number: 7 });
  line.cut();
  line.goOn();
  line.say({ type: 'hello', number: 7 });
  expect(heard).toEqual([]);
});

test('a closed connection does not come back', () => {
  const { line, connection } = listening();
  connection.close();
  line.cut();
  expect(line.waits()).toEqual([]);
});

test('waiting ends at 15 seconds, a quarter less by chance', () => {
  expect(waitBefore(20, 0)).toBe(15_000);
  expect(waitBefore(20, 1)).toBe(11_250);
});
