/** What a table shows: its columns, and how their links cover a row. */
import type { ReactNode } from 'react';

export interface Column<Item> {
  name: string;
  /** In pixels; columns without a width share what is left. */
  width?: number;
  align?: 'right';
  /** Part of a card's first line on narrow screens. */
  isHead?: boolean;
  cell: (item: Item) => ReactNode;
}

export interface TableProps<Item> {
  label: string;
  items: readonly Item[];
  columns: readonly Column<Item>[];
  keyOf: (item: Item) => string;
  onOpen: (item: Item) => void;
  /** Called when the end comes near: fetch the next page. */
  onEnd?: () => void;
  /** A key pressed on a row that the table itself has no use for; true where it did something. */
  onKey?: (key: string, item: Item) => boolean;
  /** Called when another row becomes the current one. */
  onActive?: (item: Item) => void;
}

/** A link with this class covers its row, so that the whole row can be clicked and opened in a new tab. */
export const ROW_LINK = 'after:absolute after:inset-0';
/** What lies above the row's link, to be hovered. */
export const ABOVE_LINK = 'relative z-1';
