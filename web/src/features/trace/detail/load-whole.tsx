/** How a cut text anywhere in the detail asks for the whole span. */
import { createContext, useContext } from 'react';

const Context = createContext<(href: string) => void>(() => undefined);

export const LoadWhole = Context.Provider;

export function useLoadWhole(): (href: string) => void {
  return useContext(Context);
}
