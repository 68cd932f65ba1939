/** Writes conditions of the filter language (docs/reference/query.md) where a page leads to a list. */

const PLAIN = /^\w[\w./@+$%#&~-]*$/;

/** A value as it stands behind a field: in quotes where it holds signs. */
export function writeValue(value: string): string {
  const plain = PLAIN.test(value) && !value.includes('..');
  return plain ? value : quoted(value);
}

/** Words one right after the other. */
export function quoted(text: string): string {
  return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}
