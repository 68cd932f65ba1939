/** One of a few: radio buttons side by side. */
import { useId } from 'react';

interface Props<Value extends string> {
  label: string;
  values: readonly Value[];
  chosen: Value;
  onChoose: (value: Value) => void;
}

export function Choice<Value extends string>({ label, values, chosen, onChoose }: Props<Value>) {
  const name = useId();
  return (
    <fieldset className="flex flex-wrap items-center gap-x-4 gap-y-1">
      <legend className="float-left w-[140px] text-muted">{label}</legend>
      {values.map((value) => (
        <label key={value} className="flex h-7 cursor-pointer items-center gap-1.5">
          <input
            type="radio"
            name={name}
            value={value}
            checked={value === chosen}
            onChange={() => onChoose(value)}
            className="accent-accent"
          />
          {value}
        </label>
      ))}
    </fieldset>
  );
}
