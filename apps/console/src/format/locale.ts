/** How numbers and dates are written: as the reader's browser says. */
export const locale: string | undefined = typeof navigator === 'undefined' ? undefined : navigator.language;
