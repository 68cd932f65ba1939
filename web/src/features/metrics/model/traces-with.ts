/** The question in the filter language that a row of figures is about. */
import { quoted, writeValue } from '@/shared/language';
import type { CostGroup, SpeedGroup } from './choices';

export function tracesWith(group: CostGroup | SpeedGroup, name: string): string {
  switch (group) {
    case 'name':
      return quoted(name);
    case 'span_type':
      return `type:${writeValue(name)}`;
    default:
      return `${group}:${writeValue(name)}`;
  }
}
