/** The state of one open trace: what is folded, selected, found and shown. Changed in place, told to listeners. */
import { at, type Skeleton } from '@/shared/columns';
import { type Microseconds, us } from '@/shared/units';
import { carryFolds, extent, rowsWithSeq } from './carry';
import { type CriticalPath, criticalPath } from './critical-path';
import { failures } from './failure';
import { rowsInWindow } from './filter';
import { find, merge, nextIn, placeIn } from './find';
import { countMachinery, everything, type Listed, placesOf, withoutMachinery } from './machinery';
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
  /** The spans that are listed: all, or those that are no machinery. */
  skeleton: Skeleton | null = null;
  /** How many internal spans there are to fold away. */
  machinery = 0;
  showsMachinery = false;
  parents: Int32Array = new Int32Array(0);
  folded: Uint8Array = new Uint8Array(0);
  /** The visible rows are the first `count` of these. */
  rows: Uint32Array = NOTHING;
  count = 0;
  selected = NONE;
  failed: Uint32Array = NOTHING;
  /** The rows that match, and the same in the whole: there may be more of them in what is folded away. */
  matches: Uint32Array = NOTHING;
  found: Uint32Array = NOTHING;
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
  private whole: Skeleton | null = null;
  /** Where each row stands in the whole; null where they are the same. */
  private inWhole: Uint32Array | null = null;
  private readonly listeners = new Set<() => void>();

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly getVersion = (): number => this.version;

  /** Take a newer skeleton of the same trace: folds, selection and the time window stay, by the spans' numbers. */
  load(skeleton: Skeleton): void {
    if (this.whole === skeleton) return;
    this.whole = skeleton;
    this.machinery = countMachinery(skeleton);
    this.list(this.showsMachinery ? everything(skeleton) : withoutMachinery(skeleton), extent(skeleton));
  }

  /** Lists internal spans too, or their children in their place. */
  showMachinery(show: boolean): void {
    if (show === this.showsMachinery) return;
    this.showsMachinery = show;
    if (this.whole === null || this.machinery === 0) this.tell();
    else this.list(show ? everything(this.whole) : withoutMachinery(this.whole), this.total);
  }

  private list({ skeleton, rows }: Listed, total: Microseconds): void {
    const old = this.skeleton;
    const selectedSeq = this.selectedSeq;
    const showedAll = old === null || isWhole(this.window, this.total);
    const folded = carryFolds(old, this.folded, skeleton);
    this.skeleton = skeleton;
    this.inWhole = rows;
    this.parents = parentsOf(skeleton);
    this.folded = folded;
    this.rows = new Uint32Array(skeleton.n);
    this.failed = failures(skeleton);
    if (this.critical !== null) this.critical = criticalPath(skeleton);
    this.total = total;
    this.window = showedAll ? whole(this.total) : clamp(this.window, this.total);
    this.trail = pruned(this.trail, this.window);
    this.selected = selectedSeq === null ? NONE : this.nearestRow(selectedSeq);
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

  /** The place of the selected span among those found, or -1. */
  get foundAt(): number {
    return placeIn(this.found, this.selectedInWhole);
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

  /** Selects the span of this number; where it is folded away, internal spans are listed again. */
  selectSeq(seq: number): void {
    if (this.rowOfSeq(seq) === NONE && this.whole?.seq.includes(seq)) this.showMachinery(true);
    this.select(this.rowOfSeq(seq));
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
    const index = nextIn(this.failed, this.selected, direction);
    if (index !== -1) this.select(at(this.failed, index));
  }

  selectNextMatch(direction: 1 | -1): void {
    const index = nextIn(this.found, this.selectedInWhole, direction);
    if (index !== -1 && this.whole !== null) this.selectSeq(at(this.whole.seq, at(this.found, index)));
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

  private get selectedInWhole(): number {
    if (this.inWhole === null || this.selected === NONE) return this.selected;
    return at(this.inWhole, this.selected);
  }

  /** The row of the span, else of the nearest one above it that is listed, else the first. */
  private nearestRow(seq: number): number {
    const { whole, inWhole } = this;
    const row = this.rowOfSeq(seq);
    if (row !== NONE || whole === null || inWhole === null) return row;
    const parents = parentsOf(whole);
    for (let above = whole.seq.indexOf(seq); above !== NONE; above = parents[above] ?? NONE) {
      const place = placeIn(inWhole, above);
      if (place !== NONE) return place;
    }
    return whole.seq.includes(seq) ? 0 : NONE;
  }

  private refind(): void {
    const { whole, inWhole } = this;
    if (whole === null) return;
    const byColumns = find(whole, this.query);
    const wanted = new Set(this.textMatches);
    const byText = wanted.size === 0 ? [] : rowsWithSeq(whole, wanted);
    this.found = byText.length === 0 ? byColumns : merge(byColumns, Uint32Array.from(byText));
    this.matches = inWhole === null ? this.found : placesOf(this.found, inWhole);
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
