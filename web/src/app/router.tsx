/** Every page and its URL: `/p/{project}/…`, where the project `all` means every project. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { ALL_PROJECTS, basePath } from '@/shared/api/base';
import { parseSearch, writeSearch } from '@/shared/url/search-params';
import { METRICS_KEYS, picking, TRACE_KEYS, TRACES_KEYS } from '@/shared/url/searches';
import { NotFound } from './not-found';
import { Shell } from './shell';

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound });

const start = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/p/$project', params: { project: ALL_PROJECTS } });
  },
});

const overview = createRoute({
  getParentRoute: () => root,
  path: '/p/$project',
  component: lazyRouteComponent(() => import('./home'), 'Home'),
});

const sessions = createRoute({
  getParentRoute: () => root,
  path: '/p/$project/sessions',
  validateSearch: picking(['status', 'q']),
  component: lazyRouteComponent(() => import('@/features/sessions'), 'SessionsPage'),
});

const session = createRoute({
  getParentRoute: () => root,
  path: '/p/$project/sessions/$sessionId',
  validateSearch: picking(['view']),
  component: lazyRouteComponent(() => import('@/features/sessions'), 'SessionPage'),
});

const traces = createRoute({
  getParentRoute: () => root,
  path: '/p/$project/traces',
  validateSearch: picking(TRACES_KEYS),
  component: lazyRouteComponent(() => import('@/features/traces'), 'TracesPage'),
});

const trace = createRoute({
  getParentRoute: () => root,
  path: '/p/$project/traces/$traceId',
  validateSearch: picking(TRACE_KEYS),
  component: lazyRouteComponent(() => import('@/features/trace'), 'TracePage'),
});

const compareKeys = picking(['a', 'b', 'only', 'step']);

/** `/compare?a=&b=` without a project leads to the page of all projects. */
const compareAnywhere = createRoute({
  getParentRoute: () => root,
  path: '/compare',
  validateSearch: compareKeys,
  beforeLoad: ({ search }) => {
    throw redirect({ to: '/p/$project/compare', params: { project: ALL_PROJECTS }, search });
  },
});

const compare = createRoute({
  getParentRoute: () => root,
  path: '/p/$project/compare',
  validateSearch: compareKeys,
  component: lazyRouteComponent(() => import('@/features/compare'), 'ComparePage'),
});

const metrics = createRoute({
  getParentRoute: () => root,
  path: '/p/$project/metrics',
  validateSearch: picking(METRICS_KEYS),
  component: lazyRouteComponent(() => import('@/features/metrics'), 'MetricsPage'),
});

const settings = createRoute({
  getParentRoute: () => root,
  path: '/p/$project/settings',
  component: lazyRouteComponent(() => import('@/features/settings'), 'SettingsPage'),
});

export function newRouter() {
  return createRouter({
    routeTree: root.addChildren([
      start,
      overview,
      sessions,
      session,
      traces,
      trace,
      compareAnywhere,
      compare,
      metrics,
      settings,
    ]),
    basepath: basePath() || '/',
    parseSearch,
    stringifySearch: writeSearch,
    defaultPreload: 'intent',
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof newRouter>;
  }
}
