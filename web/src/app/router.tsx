/** Every page and its URL: `/p/{project}/…`, where the project `all` means every project. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router';
import { ALL_PROJECTS, basePath } from '@/shared/api/base';
import { oneOf, parseSearch, writeSearch } from '@/shared/url/search-params';
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
  validateSearch: (search: Record<string, unknown>): { status?: string; q?: string } => ({
    ...optional('status', oneOf(search.status)),
    ...optional('q', oneOf(search.q)),
  }),
  component: lazyRouteComponent(() => import('@/features/sessions'), 'SessionsPage'),
});

const session = createRoute({
  getParentRoute: () => root,
  path: '/p/$project/sessions/$sessionId',
  validateSearch: (search: Record<string, unknown>): { view?: string } =>
    optional('view', oneOf(search.view)),
  component: lazyRouteComponent(() => import('@/features/sessions'), 'SessionPage'),
});

const traces = createRoute({
  getParentRoute: () => root,
  path: '/p/$project/traces',
  validateSearch: (search: Record<string, unknown>): { q?: string; range?: string } => ({
    ...optional('q', oneOf(search.q)),
    ...optional('range', oneOf(search.range)),
  }),
  component: lazyRouteComponent(() => import('@/features/traces'), 'TracesPage'),
});

const trace = createRoute({
  getParentRoute: () => root,
  path: '/p/$project/traces/$traceId',
  validateSearch: (
    search: Record<string, unknown>,
  ): {
    view?: string;
    span?: string;
    t?: string;
    q?: string;
    depth?: string;
    internal?: string;
    tab?: string;
  } => ({
    ...optional('view', oneOf(search.view)),
    ...optional('depth', oneOf(search.depth)),
    ...optional('internal', oneOf(search.internal)),
    ...optional('span', oneOf(search.span)),
    ...optional('t', oneOf(search.t)),
    ...optional('q', oneOf(search.q)),
    ...optional('tab', oneOf(search.tab)),
  }),
  component: lazyRouteComponent(() => import('@/features/trace'), 'TracePage'),
});

const metrics = createRoute({
  getParentRoute: () => root,
  path: '/p/$project/metrics',
  validateSearch: (search: Record<string, unknown>): { tab?: string; by?: string; range?: string } => ({
    ...optional('tab', oneOf(search.tab)),
    ...optional('by', oneOf(search.by)),
    ...optional('range', oneOf(search.range)),
  }),
  component: lazyRouteComponent(() => import('@/features/metrics'), 'MetricsPage'),
});

const settings = createRoute({
  getParentRoute: () => root,
  path: '/p/$project/settings',
  component: lazyRouteComponent(() => import('@/features/settings'), 'SettingsPage'),
});

function optional<Key extends string>(key: Key, value: string | undefined): { [K in Key]?: string } {
  return value === undefined ? {} : ({ [key]: value } as { [K in Key]?: string });
}

export function newRouter() {
  return createRouter({
    routeTree: root.addChildren([start, overview, sessions, session, traces, trace, metrics, settings]),
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
