/** The projects that there are. */
import { queryOptions } from '@tanstack/react-query';
import { api, body } from '@/shared/api/client';

export const projectsQuery = queryOptions({
  queryKey: ['projects'],
  queryFn: ({ signal }) => body(api.GET('/api/v1/projects', { signal })),
  staleTime: 30_000,
});
