/** The state of one open trace: what is folded, selected, found and shown. Changed in place, told to listeners. */
import { at, type Skeleton } from '@/shared/columns';
import { type Microseconds, us } from '@/shared/units';
import { carryFolds, extent, rowsWithSeq } from './carry';
import { type CriticalPath, criticalPath } from './critical-path';
import { failures } from './failure';
import { rowsInWindow } from './filter';
import { find, merge, nextIn } from './find';
import { clamp, isWhole, type TimeWindow, whole } from './time-window';
import { entered, pruned } from './trail';
import {
  deepestOpen,
  foldToDepth,
  isParent,
  NONE,
  parentsOf,
  positionOf,
  reveal,
  setDepth,
  shallowestFolded,
  visibleRows,
} from './tree';

const NOTHING = new Uint32Array(0);

export class TraceView {
  skeleton: Skeleton | null = null;
  parents: Int32Array = new Int32Array(0);
  folded: Uint8Array = new Uint8Array(0);
  /** The visible rows are the first `count` of these. */
  rows: Uint32Array = NOTHING;
  count = 0;
  selected = NONE;
  failed: Uint32Array = NOTHING;
  matches: Uint32Array = NOTHING;
  query = '';
  total: Microseconds = us(0);
  window: TimeWindow = whole(us(0));
  /** The ranges on the way to this one. */
  trail: readonly TimeWindow[] = [];
  /** Only spans that overlap the window are listed. */
  onlyInWindow = false;
  /** The depth that everything was folded to last, until something else was folded by hand. */
  depth: number | null = null;
  /** Of each row, px. */
  rowHeight = 24;
  /** What the trace's length hangs on; null while it is not shown. */
  critical: CriticalPath | null = null;
  /** Goes up with every change, so that React can tell that something is new. */
  version = 0;
  private textMatches: readonly number[] = [];
  private readonly listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly getVersion = (): number => this.version;

  /** Take a newer skeleton of the same trace: folds, selection and the time window stay, by the spans' numbers. */
  load(skeleton: Skeleton): void {
    const old = this.skeleton;
    if (old === skeleton) return;
    const selectedSeq = this.selectedSeq;
    const showedAll = old === null || isWhole(this.window, this.total);
    const folded = carryFolds(old, this.folded, skeleton);
    this.skeleton = skeleton;
    this.parents = parentsOf(skeleton);
    this.folded = folded;
    this.rows = new Uint32Array(skeleton.n);
    this.failed = failures(skeleton);
    if (this.critical !== null) this.critical = criticalPath(skeleton);
    this.total = extent(skeleton);
    this.window = showedAll ? whole(this.total) : clamp(this.window, this.total);
    this.trail = pruned(this.trail, this.window);
    this.selected = selectedSeq === null ? NONE : this.rowOfSeq(selectedSeq);
    this.refind();
    this.relist();
  }

  get selectedSeq(): number | null {
    if (this.skeleton === null || this.selected === NONE) return null;
    return at(this.skeleton.seq, this.selected);
  }

  rowOfSeq(seq: number): number {
    return this.skeleton === null ? NONE : this.skeleton.seq.indexOf(seq);
  }

  /** Where the row stands in the list, else the nearest one before it. */
  positionOf(row: number): number {
    return positionOf(this.rows, this.count, row);
  }

  rowAt(position: number): number {
    return position >= 0 && position < this.count ? (this.rows[position] ?? NONE) : NONE;
  }

  /** Selects a row; folded ancestors open. */
  select(row: number): void {
    if (this.skeleton === null || row < 0 || row >= this.skeleton.n) return;
    this.selected = row;
    const wasHidden = reveal(this.parents, this.folded, row);
    const isFilteredOut = this.onlyInWindow && this.rowAt(this.positionOf(row)) !== row && !wasHidden;
    if (isFilteredOut) this.onlyInWindow = false;
    if (wasHidden || isFilteredOut) this.relist();
    else this.tell();
  }

  /** Moves the selection by so many visible rows, stopping at the ends. */
  selectBy(rows: number): void {
    this.selectAt(this.selected === NONE ? 0 : this.positionOf(this.selected) + rows);
  }

  selectAt(position: number): void {
    const row = this.rowAt(Math.min(this.count - 1, Math.max(0, position)));
    if (row !== NONE) this.select(row);
  }

  toggle(row: number): void {
    if (this.skeleton === null || !isParent(this.skeleton, row)) return;
    this.folded[row] = this.folded[row] === 1 ? 0 : 1;
    this.depth = null;
    this.relist();
  }

  /** Left: folds an open parent, else goes to the parent. */
  foldOrGoUp(): void {
    const { skeleton, selected } = this;
    if (skeleton === null || selected === NONE) return;
    if (isParent(skeleton, selected) && this.folded[selected] === 0) this.toggle(selected);
    else this.select(this.parents[selected] ?? NONE);
  }

  /** Right: opens a folded parent, else goes to its first child. */
  unfoldOrGoDown(): void {
    const { skeleton, selected } = this;
    if (skeleton === null || selected === NONE || !isParent(skeleton, selected)) return;
    if (this.folded[selected] === 1) this.toggle(selected);
    else this.select(selected + 1);
  }

  foldOneLevel(): void {
    if (this.skeleton === null) return;
    const depth = deepestOpen(this.skeleton, this.folded);
    if (depth === -1) return;
    setDepth(this.skeleton, this.folded, depth, 1);
    this.depth = null;
    this.relist();
  }

  unfoldOneLevel(): void {
    if (this.skeleton === null) return;
    const depth = shallowestFolded(this.skeleton, this.folded);
    if (depth === -1) return;
    setDepth(this.skeleton, this.folded, depth, 0);
    this.depth = null;
    this.relist();
  }

  foldToDepth(depth: number): void {
    if (this.skeleton === null) return;
    foldToDepth(this.skeleton, this.folded, depth);
    this.depth = depth;
    this.relist();
  }

  selectNextFailure(direction: 1 | -1): void {
    this.selectNextOf(this.failed, direction);
  }

  selectNextMatch(direction: 1 | -1): void {
    this.selectNextOf(this.matches, direction);
  }

  find(query: string): void {
    if (query === this.query) return;
    this.query = query;
    this.textMatches = [];
    this.refind();
    this.tell();
  }

  /** Adds spans whose text has the words; the server knows them, by number. */
  addTextMatches(query: string, seqs: readonly number[]): void {
    if (query !== this.query || seqs.length === 0) return;
    this.textMatches = seqs;
    this.refind();
    this.tell();
  }

  show(window: TimeWindow): void {
    this.window = clamp(window, this.total);
    this.trail = pruned(this.trail, this.window);
    if (this.onlyInWindow) this.relist();
    else this.tell();
  }

  /** Remembers a range before a narrower one is shown. */
  remember(left: TimeWindow): void {
    this.trail = entered(this.trail, left, this.total);
  }

  showOnlyInWindow(only: boolean): void {
    if (only === this.onlyInWindow) return;
    this.onlyInWindow = only;
    this.relist();
  }

  showCriticalPath(show: boolean): void {
    if (this.skeleton === null || show === (this.critical !== null)) return;
    this.critical = show ? criticalPath(this.skeleton) : null;
    this.tell();
  }

  setRowHeight(height: number): void {
    if (height === this.rowHeight) return;
    this.rowHeight = height;
    this.tell();
  }

  private selectNextOf(rows: Uint32Array, direction: 1 | -1): void {
    const index = nextIn(rows, this.selected, direction);
    if (index !== -1) this.select(rows[index] ?? NONE);
  }

  private refind(): void {
    if (this.skeleton === null) return;
    const byColumns = find(this.skeleton, this.query);
    const wanted = new Set(this.textMatches);
    const byText = wanted.size === 0 ? [] : rowsWithSeq(this.skeleton, wanted);
    this.matches = byText.length === 0 ? byColumns : merge(byColumns, Uint32Array.from(byText));
  }

  /** The list is new. A selection that folding hid moves to the folded ancestor; one outside the window stays. */
  private relist(): void {
    const { skeleton, parents, folded } = this;
    if (skeleton === null) return;
    const keep = this.onlyInWindow ? rowsInWindow(skeleton, parents, this.window) : undefined;
    this.count = visibleRows(skeleton, folded, this.rows, keep);
    for (let above = this.selected; above !== NONE; above = parents[above] ?? NONE) {
      if (above !== this.selected && folded[above] === 1) this.selected = above;
    }
    this.tell();
  }

  private tell(): void {
    this.version += 1;
    for (const listener of this.listeners) listener();
  }
}
