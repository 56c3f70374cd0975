export type Theme = 'system' | 'light' | 'dark';

export const THEME_COOKIE = 'ultragestor-theme';

/** What the cookie says; anything else means the system decides. */
export const readTheme = (value: string | undefined): Theme =>
  value === 'light' || value === 'dark' ? value : 'system';
