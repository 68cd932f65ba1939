// Fails when the built application is heavier than promised: node scripts/budget.mjs [--dist dist] [--json]
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';

const { values } = parseArgs({
  options: { dist: { type: 'string', default: 'dist' }, json: { type: 'boolean', default: false } },
});
const KB = 1024;
const assets = join(values.dist, 'assets');
if (!existsSync(join(values.dist, 'index.html'))) {
  console.error(`no built application in ${values.dist}: run 'make web'`);
  process.exit(2);
}
const files = readdirSync(assets).filter((name) => !name.endsWith('.map'));
const zipped = (name) => gzipSync(readFileSync(join(assets, name))).length;
const total = (names) => names.reduce((sum, name) => sum + zipped(name), 0);
const heaviest = (names) => Math.max(0, ...names.map(zipped));

const html = readFileSync(join(values.dist, 'index.html'), 'utf8');
const initial = files.filter((name) => name.endsWith('.js') && html.includes(name));
const lazy = files.filter((name) => name.endsWith('.js') && !initial.includes(name));
const isEditor = (name) => name.startsWith('editor');
const raw = files.reduce((sum, name) => sum + statSync(join(assets, name)).size, 0);

const budgets = [
  ['JavaScript of the first page, gzip', total(initial), 180],
  ['heaviest lazy chunk, gzip', heaviest(lazy.filter((name) => !isEditor(name))), 60],
  ['lazy editor, gzip', heaviest(lazy.filter(isEditor)), 120],
  ['CSS, gzip', total(files.filter((name) => name.endsWith('.css'))), 15],
  ['fonts', total(files.filter((name) => name.endsWith('.woff2'))), 60],
  ['all assets', raw, 2560],
].map(([name, bytes, budget]) => ({ name, value: bytes / KB, unit: 'KB', budget }));

const over = budgets.filter(({ value, budget }) => value > budget);
if (values.json) console.log(JSON.stringify(budgets));
else
  for (const { name, value, budget } of budgets)
    console.log(
      `${value > budget ? 'OVER' : 'ok  '}  ${value.toFixed(1).padStart(7)} of ${budget} KB  ${name}`,
    );
process.exit(over.length > 0 ? 1 : 0);
