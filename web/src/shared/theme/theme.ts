/** Light, dark or as the system says; remembered in this browser. */
import { useSyncExternalStore } from 'react';

export type ThemeChoice = 'system' | 'light' | 'dark';
export type Theme = 'light' | 'dark';

const KEY = 'agenttrace.theme';
const dark = () => window.matchMedia('(prefers-color-scheme: dark)');
const listeners = new Set<() => void>();

function tell(): void {
  for (const listener of listeners) listener();
}

export function currentTheme(): Theme {
  const chosen = currentChoice();
  if (chosen !== 'system') return chosen;
  return dark().matches ? 'dark' : 'light';
}

export function chooseTheme(choice: ThemeChoice): void {
  if (choice === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice;
  try {
    if (choice === 'system') localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, choice);
  } catch {
    // storage is forbidden in this browser: the choice lasts until the page is closed
  }
  tell();
}

export function onThemeChange(listener: () => void): () => void {
  listeners.add(listener);
  const media = dark();
  media.addEventListener('change', listener);
  return () => {
    listeners.delete(listener);
    media.removeEventListener('change', listener);
  };
}

export function useTheme(): Theme {
  return useSyncExternalStore(onThemeChange, currentTheme);
}

/** What was chosen, which may be to follow the system. */
function currentChoice(): ThemeChoice {
  const chosen = document.documentElement.dataset.theme;
  return chosen === 'light' || chosen === 'dark' ? chosen : 'system';
}

export function useThemeChoice(): ThemeChoice {
  return useSyncExternalStore(onThemeChange, currentChoice);
}
