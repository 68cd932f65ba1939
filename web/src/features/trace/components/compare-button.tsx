/** The way from a trace to its comparison with the last good run of the same name. */
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { GitCompareArrows } from 'lucide-react';
import type { TraceDetail } from '@/shared/api/types';
import { lastGoodRun } from '../api';

export function CompareButton({ project, trace }: { project: string; trace: TraceDetail }) {
  const navigate = useNavigate();
  const look = useMutation({
    mutationFn: () => lastGoodRun(project, trace),
    onSuccess: (good) => {
      if (good === null) return;
      void navigate({ to: '/p/$project/compare', params: { project }, search: { a: good, b: trace.id } });
    },
  });
  const missing = look.data === null ? `no other good run of ${trace.name}` : null;
  const told = look.error === null ? missing : 'the traces could not be read';
  return (
    <>
      {told === null ? null : (
        <span role="status" className="text-meta text-muted">
          {told}
        </span>
      )}
      <button
        type="button"
        className="control"
        title="Compare with the last good run of the same name"
        disabled={look.isPending}
        onClick={() => look.mutate()}
      >
        <GitCompareArrows size={14} aria-hidden="true" />
        Compare
      </button>
    </>
  );
}
