/** How a step of two compared traces is marked, in every list that shows one. */

export const MARKS = { same: '=', changed: '~', gone: '−', new: '+' } as const;
export const WORDS = { same: 'same', changed: 'changed', gone: 'only in A', new: 'only in B' } as const;
export const MARK_COLOURS = {
  same: 'text-faint',
  changed: 'text-warn',
  gone: 'text-error-text',
  new: 'text-ok',
} as const;
