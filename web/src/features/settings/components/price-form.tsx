/** Writes a price of your own; it holds for calls that are priced from then on. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { setPrice } from '../api';

export function PriceForm({ model: given }: { model: string }) {
  const client = useQueryClient();
  const [model, setModel] = useState(given);
  const [input, setInput] = useState('');
  const [output, setOutput] = useState('');
  const [cached, setCached] = useState('');
  const save = useMutation({
    mutationFn: setPrice,
    onSettled: () => client.invalidateQueries({ queryKey: ['settings', 'prices'] }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate({
      model: model.trim(),
      input: Number(input),
      output: Number(output),
      ...(cached === '' ? {} : { cache_read: Number(cached) }),
    });
  };
  const isReady = model.trim() !== '' && input !== '' && output !== '';
  return (
    <form
      aria-label="A price of your own"
      onSubmit={submit}
      className="flex flex-wrap items-end gap-3 border-t border-line px-4 py-3"
    >
      <Field label="Model" value={model} onChange={setModel} wide />
      <Field label="Input" value={input} onChange={setInput} />
      <Field label="Output" value={output} onChange={setOutput} />
      <Field label="From cache" value={cached} onChange={setCached} />
      <button type="submit" className="control" disabled={!isReady || save.isPending}>
        Save the price
      </button>
      <p role="status" className={`w-full ${save.isError ? 'text-error-text' : 'text-muted'}`}>
        {save.isError ? save.error.message : null}
        {save.isSuccess
          ? 'Saved. It holds for calls from now on; Reprocess below prices stored ones anew.'
          : null}
      </p>
    </form>
  );
}

interface FieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  wide?: boolean;
}

function Field({ label, value, onChange, wide = false }: FieldProps) {
  return (
    <label className="flex flex-col gap-0.5 text-meta text-muted">
      {label}
      <input
        value={value}
        {...(wide
          ? { placeholder: 'acme-large, or provider/model' }
          : { type: 'number', min: 0, step: 'any' })}
        onChange={(event) => onChange(event.target.value)}
        className={`field figure ${wide ? 'w-64' : 'w-28'}`}
      />
    </label>
  );
}
