/** Three traces to look at before there are any of one's own. */
import { useMutation } from '@tanstack/react-query';
import { loadSamples } from '../api';

export function Samples() {
  const load = useMutation({ mutationFn: loadSamples });
  return (
    <div className="flex flex-wrap items-center gap-3 border-t border-line pt-4">
      <button
        type="button"
        className="control h-8"
        disabled={load.isPending || load.isSuccess}
        onClick={() => load.mutate()}
      >
        Load sample traces
      </button>
      <p role="status" className={load.isError ? 'text-error-text' : 'text-muted'}>
        {load.isError
          ? load.error.message
          : 'Three traces in a project of their own; one click removes them.'}
      </p>
    </div>
  );
}
