import { effect, signal } from '@preact/signals';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

const storageKey = 'concierge-theme';

const stored = (): Theme => {
  const found = localStorage.getItem(storageKey);
  return themes.find((theme) => theme === found) ?? 'system';
};

export const theme = signal<Theme>(stored());

effect(() => {
  document.documentElement.dataset.theme = theme.value;
  if (theme.value === 'system') localStorage.removeItem(storageKey);
  else localStorage.setItem(storageKey, theme.value);
});

export const nextTheme = (): void => {
  theme.value = themes[(themes.indexOf(theme.value) + 1) % themes.length]!;
};
