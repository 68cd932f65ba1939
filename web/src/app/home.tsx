/** The start of a project: its overview, or, while nothing has ever arrived, what to do so that something does. */
import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { FirstRunPage } from '@/features/first-run';
import { OverviewPage } from '@/features/overview';
import { api, body } from '@/shared/api/client';
import { PageHeader } from '@/shared/ui/page-header';
import { Failed, Loading } from '@/shared/ui/states';
import { projectsQuery } from './projects';
import { SamplesStrip } from './samples-strip';

const anyTraceQuery = queryOptions({
  queryKey: ['traces', 'any'],
  queryFn: ({ signal }) => body(api.GET('/api/v1/traces', { signal, params: { query: { limit: 1 } } })),
  staleTime: 60_000,
});

export function Home() {
  const { project } = useParams({ from: '/p/$project' });
  const client = useQueryClient();
  const any = useQuery(anyTraceQuery);
  const [isFirstRun, setFirstRun] = useState(false);
  if (any.isPending) return <Loading />;
  if (any.isError) {
    return (
      <>
        <PageHeader title="Overview" />
        <Failed what="The server cannot be asked" error={any.error} retry={() => void any.refetch()} />
      </>
    );
  }
  const isEmpty = any.data.items.length === 0;
  // once shown, the first-run page stays until the reader goes on: it must be able to say that a trace came
  if (isEmpty && !isFirstRun) setFirstRun(true);
  if (isEmpty || isFirstRun) {
    return (
      <FirstRunPage
        project={project}
        onArrived={() => {
          void client.invalidateQueries({ queryKey: anyTraceQuery.queryKey });
          void client.invalidateQueries({ queryKey: projectsQuery.queryKey });
        }}
        onDone={() => setFirstRun(false)}
      />
    );
  }
  return (
    <>
      <SamplesStrip project={project} />
      <OverviewPage project={project} />
    </>
  );
}
