// Writes src/api-schema.ts from the server's OpenAPI document.
//   npm run types                      asks ../.venv/bin/python (or $PYTHON) to print it
//   npm run types -- document.json     reads a file
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import openapiTS, { astToString } from 'openapi-typescript';

const file = process.argv[2];
const python = process.env.PYTHON ?? '../.venv/bin/python';
const text = file
  ? readFileSync(file, 'utf8')
  : execFileSync(python, ['-m', 'agenttrace_server.api.openapi'], { encoding: 'utf8', maxBuffer: 1 << 26 });

const header = `/**
 * The API as types: generated from the server's OpenAPI document by \`npm run types\`. Do not edit.
 */

`;
const nodes = await openapiTS(JSON.parse(text), { alphabetize: true });
writeFileSync('src/api-schema.ts', header + astToString(nodes));
console.log('wrote src/api-schema.ts');
