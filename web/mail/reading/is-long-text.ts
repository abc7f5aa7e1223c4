/** Below this a text is laid out fast whatever it is; longer ones are cut (`cut-text.ts`). */
export const isLongText = (text: string): boolean => text.length > 20_000;
