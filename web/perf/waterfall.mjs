// Measures the trace page with 100,000 spans in a real browser and prints the figures beside their budgets.
//   npm run build && node perf/waterfall.mjs [--dist dist] [--spans 100000] [--check]
// CPU is the main thread's own time (CDP, thread ticks): on a busy machine it says more than frames a second.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright-core';
import { serve } from './server.mjs';
import { encode, largeTrace } from './trace-bytes.mjs';

const { values } = parseArgs({
  options: {
    dist: { type: 'string', default: 'dist' },
    spans: { type: 'string', default: '100000' },
    browser: { type: 'string', default: '/usr/bin/chromium' },
    check: { type: 'boolean', default: false },
  },
});
const TRACE = 'a3f1c9d2a3f1c9d2a3f1c9d2a3f1c9d2';
const FRAMES = 150;
const KB = 1024;

const rows = largeTrace(Number(values.spans));
const bytes = encode(rows);
const { server, url, zipped } = await serve(resolve(values.dist), TRACE, rows, bytes);
const browser = await chromium.launch({
  executablePath: values.browser,
  args: ['--no-sandbox', '--disable-background-networking'],
});
const page = await browser.newPage({ viewport: { width: 1600, height: 1000 } });
const results = [];
const note = (name, value, unit, budget) => results.push({ name, value, unit, budget });

await page.addInitScript(() => {
  window.perf = { firstRow: 0, longest: 0 };
  const plain = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function fillText(...args) {
    if (window.perf.firstRow === 0 && this.canvas.closest('[role=tree]'))
      window.perf.firstRow = performance.now();
    return plain.apply(this, args);
  };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries())
      window.perf.longest = Math.max(window.perf.longest, entry.duration);
  }).observe({ type: 'longtask', buffered: true });
});
await page.goto(`${url}/p/perf/traces/${TRACE}`);
await page.waitForSelector('[role=treeitem]', { state: 'attached' });
await page.waitForTimeout(1500);

const cdp = await page.context().newCDPSession(page);
await cdp.send('Performance.setTimeDomain', { timeDomain: 'threadTicks' });
await cdp.send('Performance.enable');
const metric = async (name) => {
  const { metrics } = await cdp.send('Performance.getMetrics');
  return metrics.find((each) => each.name === name)?.value ?? Number.NaN;
};

const loaded = await page.evaluate(() => {
  const skeleton = performance.getEntriesByType('resource').find((each) => each.name.includes('/skeleton'));
  return { paint: window.perf.firstRow - (skeleton?.responseEnd ?? 0), longest: window.perf.longest };
});
note('skeleton, gzip', zipped / KB, 'KB', 1.5 * KB);
note('first rows drawn after the bytes', loaded.paint, 'ms', 300);
note('longest task while loading', loaded.longest, 'ms', 100);
note('DOM nodes', await page.evaluate(() => document.querySelectorAll('*').length), '', 1500);

/** The quietest of three runs: the machine's other work only ever adds. */
async function quietest(step) {
  const runs = [];
  for (let run = 0; run < 3; run += 1) {
    await page.evaluate(() => document.querySelector('[role=tree]').scrollTo(0, 0));
    await page.waitForTimeout(300);
    runs.push(await cpuPerFrame(step));
  }
  return runs.reduce((best, each) => (each.cpu < best.cpu ? each : best));
}

/** Runs `step(i)` once a frame and returns the main thread's CPU a frame, in ms. */
async function cpuPerFrame(step) {
  await page.evaluate(() => {
    window.perf.longest = 0;
  });
  const before = await metric('TaskDuration');
  const elapsed = await page.evaluate(
    ([source, frames]) =>
      new Promise((done) => {
        const run = new Function('i', 'tree', source);
        const tree = document.querySelector('[role=tree]');
        const started = performance.now();
        let frame = 0;
        const next = () => {
          run(frame, tree);
          frame += 1;
          if (frame < frames) requestAnimationFrame(next);
          else requestAnimationFrame(() => done(performance.now() - started));
        };
        requestAnimationFrame(next);
      }),
    [step, FRAMES],
  );
  const after = await metric('TaskDuration');
  const longest = await page.evaluate(() => window.perf.longest);
  await page.waitForTimeout(300);
  return { cpu: ((after - before) * 1000) / FRAMES, fps: (FRAMES * 1000) / elapsed, longest };
}

const press = (key) => `window.dispatchEvent(new KeyboardEvent('keydown', { key: ${key}, bubbles: true }));`;
const runs = [
  ['scroll, 3,000 px/s', 'tree.scrollTop += 50;', 5],
  ['fling, 20,000 px/s', 'tree.scrollTop += 333;', 5],
  ['scrollbar from end to end', `tree.scrollTop = (i / ${FRAMES}) * tree.scrollHeight;`, 5],
  ['arrow key held', press("'ArrowDown'"), 12],
  ['zoom, one step a frame', press("i % 40 < 20 ? 'w' : 's'"), 12],
];
for (const [name, step, budget] of runs) {
  const { cpu, fps, longest } = await quietest(step);
  note(`${name}: CPU a frame`, cpu, 'ms', budget);
  note(`${name}: frames a second (report only)`, fps, '', null);
  if (longest > 0) note(`${name}: longest task`, longest, 'ms', 50);
}

/** The time of the handler alone, best of five, after one run to warm up. */
async function handlerTime(code) {
  return page.evaluate((source) => {
    const run = new Function(source);
    const times = Array.from({ length: 6 }, () => {
      const started = performance.now();
      run();
      return performance.now() - started;
    });
    return Math.min(...times.slice(1));
  }, code);
}
const type = (text) => `
  const field = document.querySelector('[data-filter]');
  const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set;
  for (const text of ['', ${JSON.stringify(text)}]) { set.call(field, text); field.dispatchEvent(new Event('input', { bubbles: true })); }`;
note(
  'fold to a depth and open again',
  await handlerTime(press("'2'") + press("'9'") + press("']'")),
  'ms',
  20,
);
note('find "gpt-5"', await handlerTime(type('gpt-5')), 'ms', 20);

await cdp.send('HeapProfiler.enable');
await cdp.send('HeapProfiler.collectGarbage');
note('JS heap', (await metric('JSHeapUsedSize')) / KB / KB, 'MB', 40);

await browser.close();
server.close();

let broken = 0;
for (const { name, value, unit, budget } of results) {
  const isOver = budget !== null && value > budget;
  broken += isOver ? 1 : 0;
  const verdict = budget === null ? '    ' : isOver ? 'OVER' : 'ok  ';
  const limit = budget === null ? '' : ` of ${budget}`;
  process.stdout.write(`${verdict} ${value.toFixed(1).padStart(9)}${limit} ${unit}  ${name}\n`);
}
process.exit(values.check && broken > 0 ? 1 : 0);
