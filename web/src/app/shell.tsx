/** The frame around every page: skip link, navigation, the page itself. */
import { Outlet } from '@tanstack/react-router';
import { BacklogLine } from './backlog-line';
import { Nav } from './nav';
import { Overlays } from './overlays';

export function Shell() {
  return (
    <div className="flex h-full">
      <button
        type="button"
        onClick={() => document.getElementById('main')?.focus()}
        className="control sr-only focus:not-sr-only focus:absolute focus:top-2 focus:left-2 focus:z-50"
      >
        Skip to the page
      </button>
      <Nav />
      <main id="main" tabIndex={-1} className="flex min-w-0 flex-1 flex-col overflow-hidden outline-none">
        <BacklogLine />
        <Outlet />
      </main>
      <Overlays />
    </div>
  );
}
