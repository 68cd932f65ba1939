// Writes src/api-schema.ts from the server's OpenAPI document.
//   npm run types                      asks ../.venv/bin/python (or $PYTHON) to print it
//   npm run types -- document.json     reads a file
//   npm run types -- --check           writes nothing, fails when src/api-schema.ts is not what it would write
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';

const words = process.argv.slice(2);
const onlyCheck = words.includes('--check');
const file = words.find((word) => !word.startsWith('--'));
const target = 'src/api-schema.ts';
const python = process.env.PYTHON ?? '../.venv/bin/python';
const text = file
  ? readFileSync(file, 'utf8')
  : execFileSync(python, ['-m', 'agenttrace_server.api.openapi'], { encoding: 'utf8', maxBuffer: 1 << 26 });

const header = `/**
 * The API as types: generated from the server's OpenAPI document by \`npm run types\`. Do not edit.
 */

`;
const nodes = await openapiTS(JSON.parse(text), { alphabetize: true });
const wanted = header + astToString(nodes);

if (!onlyCheck) writeFileSync(target, wanted);
else if (readFileSync(target, 'utf8') !== wanted) {
  console.error(`${target} is not what the server says; run \`npm run types\``);
  process.exit(1);
}
console.log(onlyCheck ? `${target} is what the server says` : `wrote ${target}`);
