/** Languages that there are texts in: the folders of `_locales`. */
export const LANGUAGES = ['ar', 'en', 'es', 'fr', 'hi', 'ja', 'pt_BR', 'tr', 'zh_CN'] as const;

/** One that the user has chosen, or the browser's. */
export type Language = (typeof LANGUAGES)[number] | 'browser';
