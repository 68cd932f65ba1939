/** Ticks which columns the list has. */
import { Columns3 } from 'lucide-react';
import { Menu } from '@/shared/ui/menu';
import { isNeeded, toggledColumn } from '../model/columns';

interface Props {
  all: readonly string[];
  cols: string | undefined;
  onCols: (cols: string) => void;
}

export function ColumnsMenu({ all, cols, onCols }: Props) {
  const shown = new Set(cols ? cols.split(',') : all);
  return (
    <Menu
      label="Columns"
      face={
        <>
          <Columns3 size={14} aria-hidden="true" />
          Columns
        </>
      }
    >
      <fieldset className="flex min-w-44 flex-col p-2">
        <legend className="sr-only">Columns</legend>
        {all.map((name) => (
          <label
            key={name}
            className="flex h-7 cursor-pointer items-center gap-2 rounded-chip px-2 hover:bg-hover"
          >
            <input
              type="checkbox"
              checked={isNeeded(name) || shown.has(name)}
              disabled={isNeeded(name)}
              onChange={() => onCols(toggledColumn(all, cols, name))}
              className="accent-accent"
            />
            {name}
          </label>
        ))}
      </fieldset>
    </Menu>
  );
}
