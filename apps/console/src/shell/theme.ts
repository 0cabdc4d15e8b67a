export type Theme = 'system' | 'light' | 'dark';

// The same word in public/theme.js, which runs before anything is loaded.
const KEY = 'halosync.theme';
const dark = matchMedia('(prefers-color-scheme: dark)');

export function storedTheme(): Theme {
  const stored = localStorage.getItem(KEY);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

export function chooseTheme(theme: Theme): void {
  if (theme === 'system') localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, theme);
  paint();
}

/** Follows the system while nothing else is chosen, and a choice made in another tab. */
export function followTheme(): void {
  dark.addEventListener('change', paint);
  addEventListener('storage', paint);
}

function paint(): void {
  const theme = storedTheme();
  document.documentElement.dataset['theme'] = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
}
