export type Theme = 'light' | 'dark' | 'system';

export const themeCookie = 'summa-theme';

/** Anything but the two named themes leaves the choice to the system. */
export const readTheme = (text: string | undefined): Theme => (text === 'light' || text === 'dark' ? text : 'system');
