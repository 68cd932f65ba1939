/** Renders a component inside a router and a query client, as the application would. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router';
import { render, waitFor } from '@testing-library/react';
import type { ReactNode } from 'react';

/** Resolves once the component is there. `path` says where its links led. */
export async function renderPage(children: ReactNode): Promise<{ path: () => string }> {
  const root = createRootRoute({ notFoundComponent: () => null });
  const page = createRoute({
    getParentRoute: () => root,
    path: '/',
    component: () => <div id="page">{children}</div>,
  });
  const traces = createRoute({
    getParentRoute: () => root,
    path: '/p/$project/traces',
    component: () => null,
  });
  const trace = createRoute({
    getParentRoute: () => root,
    path: '/p/$project/traces/$traceId',
    component: () => null,
  });
  const session = createRoute({
    getParentRoute: () => root,
    path: '/p/$project/sessions/$sessionId',
    component: () => null,
  });
  const router = createRouter({
    routeTree: root.addChildren([page, traces, trace, session]),
    history: createMemoryHistory({ initialEntries: ['/'] }),
  });
  render(
    <QueryClientProvider client={new QueryClient()}>
      <RouterProvider router={router as never} />
    </QueryClientProvider>,
  );
  await waitFor(() => {
    if (document.getElementById('page') === null) throw new Error('the page is not there yet');
  });
  return { path: () => router.state.location.pathname };
}
