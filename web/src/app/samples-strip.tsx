/** Says that sample traces are among what is shown, and takes them away with one click. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { ALL_PROJECTS } from '@/shared/api/base';
import { api } from '@/shared/api/client';
import { projectsQuery } from './projects';

const SAMPLES = 'samples';

export function SamplesStrip({ project }: { project: string }) {
  const client = useQueryClient();
  const { data = [] } = useQuery(projectsQuery);
  const remove = useMutation({
    mutationFn: async () => {
      await api.DELETE('/api/v1/projects/{project}', { params: { path: { project: SAMPLES } } });
    },
    onSuccess: () => client.invalidateQueries(),
  });
  const isShown = project === ALL_PROJECTS || project === SAMPLES;
  if (!isShown || !data.some((each) => each.name === SAMPLES)) return null;
  return (
    <section
      aria-label="Sample traces"
      className="flex h-10 shrink-0 items-center gap-3 border-b border-line bg-selection px-4"
    >
      <p>Sample traces are among what is shown (project “{SAMPLES}”).</p>
      {remove.isError ? <p className="text-error-text">{remove.error.message}</p> : null}
      <button
        type="button"
        className="control ml-auto"
        disabled={remove.isPending}
        onClick={() => remove.mutate()}
      >
        Delete the samples
      </button>
    </section>
  );
}
