// Fails when the built application is heavier than promised: initial JS, CSS, fonts, a route's chunk, everything.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const KB = 1024;
const assets = 'dist/assets';
const files = readdirSync(assets).filter((name) => !name.endsWith('.map'));
const zipped = (name) => gzipSync(readFileSync(join(assets, name))).length;
const total = (names) => names.reduce((sum, name) => sum + zipped(name), 0);

const html = readFileSync('dist/index.html', 'utf8');
const initial = files.filter((name) => name.endsWith('.js') && html.includes(name));
const lazy = files.filter((name) => name.endsWith('.js') && !initial.includes(name));
const heaviest = lazy.toSorted((a, b) => zipped(b) - zipped(a))[0];
const raw = files.reduce((sum, name) => sum + statSync(join(assets, name)).size, 0);

const budgets = [
  ['initial JS, gzip', total(initial), 180],
  ['CSS, gzip', total(files.filter((name) => name.endsWith('.css'))), 15],
  ['fonts', total(files.filter((name) => name.endsWith('.woff2'))), 60],
  [`heaviest lazy chunk, gzip (${heaviest ?? 'none'})`, heaviest ? zipped(heaviest) : 0, 60],
  ['all assets, raw', raw, 2560],
];

let broken = 0;
for (const [name, bytes, limit] of budgets) {
  const over = bytes > limit * KB;
  broken += over ? 1 : 0;
  console.log(`${over ? 'OVER' : 'ok  '}  ${(bytes / KB).toFixed(1).padStart(7)} of ${limit} KB  ${name}`);
}
process.exit(broken > 0 ? 1 : 0);
