/** What is typed into the filter bar: conditions of the filter language, which the server reads (docs/reference/query.md). */
import { writeValue } from '@/shared/language';

const CONDITION = /(?:"(?:\\.|[^"\\])*"?|:\((?:"(?:\\.|[^"\\])*"|[^()"])*\)|[^\s"])+/g;
const ITEM = /"(?:\\.|[^"\\])*"|[^,\s][^,]*/g;
const VALUE = /^(@?\w[\w.\-/]*)(?::|!=|=)\(?(?:.*,\s*)?("?)([^"]*)$/;
const FIELD = /^(?:@[\w.\-/]*|\w[\w.\-/]*)$/;

/** The part of a question that is being typed, and what of it would be replaced. */
export interface Gap {
  kind: 'field' | 'value';
  field: string;
  typed: string;
  from: number;
  to: number;
}

export function conditionsOf(question: string): string[] {
  return question.match(CONDITION) ?? [];
}

/** The values that a question asks of a field, as they are written. */
export function valuesOf(question: string, field: string): string[] {
  const condition = conditionsOf(question).find((each) => each.startsWith(`${field}:`));
  const asked = condition?.slice(field.length + 1) ?? '';
  return asked.startsWith('(') ? (asked.slice(1, -1).match(ITEM) ?? []) : asked === '' ? [] : [asked];
}

/** The question with one value of a field more, or without it where it was asked already: one of them is enough. */
export function toggle(question: string, field: string, value: string): string {
  const before = valuesOf(question, field);
  const written = writeValue(value);
  const values = before.includes(written) ? before.filter((each) => each !== written) : [...before, written];
  const list = values.length === 1 ? `${field}:${values[0]}` : `${field}:(${values.join(',')})`;
  const conditions = conditionsOf(question);
  const at = conditions.findIndex((each) => each.startsWith(`${field}:`));
  conditions.splice(at < 0 ? conditions.length : at, at < 0 ? 0 : 1, ...(values.length > 0 ? [list] : []));
  return conditions.join(' ');
}

/** What stands before the caret and could be completed; null where nothing can. */
export function gapAt(text: string, caret: number): Gap | null {
  for (const match of text.matchAll(CONDITION)) {
    const end = match.index + match[0].length;
    if (caret <= match.index || caret > end) continue;
    const head = text.slice(match.index, caret);
    const bare = head.replace(/^[-(]+/, '');
    const value = VALUE.exec(bare);
    if (value) {
      const typed = value[3] ?? '';
      return {
        kind: 'value',
        field: value[1] ?? '',
        typed,
        from: caret - typed.length - (value[2] ?? '').length,
        to: end,
      };
    }
    if (FIELD.test(bare))
      return { kind: 'field', field: '', typed: bare, from: caret - bare.length, to: end };
  }
  return null;
}

/** The text with the gap filled, and where the caret then stands. */
export function filled(text: string, gap: Gap, insert: string): { text: string; caret: number } {
  return { text: text.slice(0, gap.from) + insert + text.slice(gap.to), caret: gap.from + insert.length };
}

/** The server counts characters, a browser counts UTF-16: the text before, at and behind a mistake. */
export function cutAt(text: string, position: number, length: number): [string, string, string] {
  const characters = Array.from(text);
  return [
    characters.slice(0, position).join(''),
    characters.slice(position, position + length).join(''),
    characters.slice(position + length).join(''),
  ];
}

/** The question without its conditions on one field. */
export function without(question: string, field: string): string {
  return conditionsOf(question)
    .filter((each) => !each.startsWith(`${field}:`))
    .join(' ');
}

/** A value as it is, from how it is written in a question. */
export function unwritten(written: string): string {
  const inside = /^"(.*)"$/s.exec(written)?.[1];
  return inside === undefined ? written : inside.replace(/\\(.)/g, '$1');
}
