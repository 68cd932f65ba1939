/** Every key of the application in words: what `?` shows. Tests hold it against what the pages really listen to. */

export interface KeyRow {
  /** As `event.key` names them; several do the same. */
  readonly keys: readonly string[];
  readonly does: string;
  /** Works even where single letters are turned off. */
  readonly always?: true;
}

export interface KeyGroup {
  readonly name: string;
  readonly rows: readonly KeyRow[];
}

export const GLOBAL_KEYS: KeyGroup = {
  name: 'Everywhere',
  rows: [
    { keys: ['Ctrl+K', '⌘K'], does: 'search pages, projects, traces and actions', always: true },
    { keys: ['?'], does: 'this list' },
    { keys: ['g o'], does: 'go to the overview' },
    { keys: ['g s'], does: 'go to sessions' },
    { keys: ['g t'], does: 'go to traces' },
    { keys: ['g c'], does: 'go to metrics: costs, performance, errors' },
    { keys: ['g ,'], does: 'go to settings' },
    { keys: ['/'], does: 'go to the filter or the search field' },
    { keys: ['C'], does: 'copy the link to what is shown' },
  ],
};

export const LIST_KEYS: KeyGroup = {
  name: 'In a list',
  rows: [
    { keys: ['j', 'ArrowDown'], does: 'next row' },
    { keys: ['k', 'ArrowUp'], does: 'previous row' },
    { keys: ['PageDown'], does: 'a page down', always: true },
    { keys: ['PageUp'], does: 'a page up', always: true },
    { keys: ['Enter'], does: 'open the row', always: true },
    { keys: [' '], does: 'peek at the trace; j and k then go from one to the next' },
    { keys: ['x'], does: 'select the trace' },
    { keys: ['='], does: 'compare the two selected traces' },
  ],
};

export const TRACE_KEYS: KeyGroup = {
  name: 'In a trace',
  rows: [
    { keys: ['ArrowDown', 'j'], does: 'next span' },
    { keys: ['ArrowUp', 'k'], does: 'previous span' },
    { keys: ['ArrowLeft'], does: 'fold, or go to the parent', always: true },
    { keys: ['ArrowRight'], does: 'unfold, or go to the first child', always: true },
    { keys: ['Enter'], does: 'fold or unfold', always: true },
    { keys: ['PageDown'], does: 'a page down', always: true },
    { keys: ['PageUp'], does: 'a page up', always: true },
    { keys: ['Home'], does: 'first span', always: true },
    { keys: ['End'], does: 'last span', always: true },
    { keys: ['['], does: 'fold one level' },
    { keys: [']'], does: 'unfold one level' },
    { keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'], does: 'fold below this depth' },
    { keys: ['e'], does: 'next failure' },
    { keys: ['E'], does: 'previous failure' },
    { keys: ['n'], does: 'next hit of the search' },
    { keys: ['N'], does: 'previous hit' },
    { keys: ['f'], does: 'fit the selected span into view' },
    { keys: ['0'], does: 'show the whole time' },
    { keys: ['w'], does: 'zoom in' },
    { keys: ['s'], does: 'zoom out' },
    { keys: ['a'], does: 'move left in time' },
    { keys: ['d'], does: 'move right in time' },
    { keys: ['o'], does: 'list only spans in the range shown' },
    { keys: ['i'], does: "show or hide internal spans: a framework's machinery" },
    { keys: ['v'], does: 'next view: waterfall, flame, agents, graph, transcript, replay' },
    { keys: ['r'], does: 'the replay tab: run the trace again' },
    { keys: ['p'], does: 'show or hide the critical path' },
    { keys: ['y'], does: "copy the span's id" },
    { keys: ['\\'], does: 'show or hide the detail pane' },
    { keys: ['Escape'], does: 'back out one level', always: true },
  ],
};

const NAMES: Readonly<Record<string, string>> = {
  ' ': 'Space',
  ArrowDown: '↓',
  ArrowUp: '↑',
  ArrowLeft: '←',
  ArrowRight: '→',
  PageDown: 'PgDn',
  PageUp: 'PgUp',
  Escape: 'Esc',
  C: 'Shift+C',
  E: 'Shift+E',
  N: 'Shift+N',
};

/** A key as it is printed on a keyboard. */
export function keyName(key: string): string {
  return NAMES[key] ?? key;
}
