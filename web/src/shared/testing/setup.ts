/** What every test needs: a clean document after it, and elements that have a size. */
import { cleanup, configure } from '@testing-library/react';
import { afterEach } from 'vitest';

// what is loaded when first wanted takes its time on a busy machine
configure({ asyncUtilTimeout: 10_000 });
afterEach(cleanup);

// happy-dom lays nothing out; virtual lists would show no row in a box without a size
Object.defineProperties(HTMLElement.prototype, {
  clientWidth: { configurable: true, get: () => 1200 },
  clientHeight: { configurable: true, get: () => 800 },
});
