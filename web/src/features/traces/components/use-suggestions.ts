/** What the server knows that could fill a gap: fields, names of attributes, or the commonest values of a field. */
import { useQuery } from '@tanstack/react-query';
import { compact } from '@/shared/format';
import { writeValue } from '@/shared/language';
import { fieldsQuery, valuesQuery } from '../api';
import type { Gap } from '../model/question';
import type { Suggestion } from './completions';

const AMOUNTS = ['number', 'money', 'duration', 'moment'];
const MOST = 12;

export function useSuggestions(project: string, gap: Gap | null): Suggestion[] {
  const fields = useQuery({ ...fieldsQuery(), enabled: gap !== null });
  const names = fields.data?.fields ?? [];
  const wanted = gap?.kind === 'value' ? gap.field : gap?.typed.startsWith('@') ? '@' : '';
  const known = names.find((field) => field.name === wanted || field.aliases.includes(wanted));
  const listed = wanted.startsWith('@') || (known?.has_values ?? false);
  const prefix = gap === null ? '' : gap.kind === 'value' ? gap.typed : gap.typed.slice(1);
  const values = useQuery({ ...valuesQuery(project, wanted, prefix), enabled: gap !== null && listed });
  if (gap === null) return [];
  if (gap.kind === 'field' && wanted === '') {
    const typed = gap.typed.toLowerCase();
    return names
      .filter((field) => [field.name, ...field.aliases].some((name) => name.startsWith(typed)))
      .slice(0, MOST)
      .map((field) => ({
        insert: field.name + (AMOUNTS.includes(field.kind) ? '>' : ':'),
        label: field.name,
        note: field.about,
      }));
  }
  const found = listed ? (values.data?.values ?? []) : [];
  return found.slice(0, MOST).map(({ value, count }) => ({
    insert:
      gap.kind === 'field'
        ? `@${/^\w[\w.\-/]*$/.test(value) ? value : writeValue(value)}:`
        : writeValue(value),
    label: value,
    note: compact(count),
  }));
}
