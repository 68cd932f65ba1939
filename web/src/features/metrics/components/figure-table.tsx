/** A table of figures: the first column names the row, the others are numbers with their unit. */
import type { ReactNode } from 'react';
import { ScrollRegion } from '@/shared/ui/scroll-region';

export interface FigureColumn<Row> {
  readonly name: string;
  readonly cell: (row: Row) => ReactNode;
}

interface Props<Row> {
  label: string;
  head: string;
  rows: readonly Row[];
  keyOf: (row: Row) => string;
  nameOf: (row: Row) => ReactNode;
  columns: readonly FigureColumn<Row>[];
}

export function FigureTable<Row>({ label, head, rows, keyOf, nameOf, columns }: Props<Row>) {
  return (
    <ScrollRegion aria-label={`Table: ${label}`} className="max-h-[520px]">
      <table className="w-full min-w-[640px] text-left">
        <thead className="sticky top-0 bg-surface text-meta text-muted">
          <tr className="h-9">
            <th scope="col" className="px-4 font-normal">
              {head}
            </th>
            {columns.map((column) => (
              <th key={column.name} scope="col" className="px-2 text-right font-normal last:pr-4">
                {column.name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={keyOf(row)} className="h-8 border-t border-line hover:bg-hover">
              <th scope="row" className="max-w-[360px] truncate px-4 font-normal">
                {nameOf(row)}
              </th>
              {columns.map((column) => (
                <td key={column.name} className="figure px-2 text-right text-code last:pr-4">
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  );
}
