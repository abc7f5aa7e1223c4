// The part of Squire that we use. Its own declarations import without extensions, which this module resolution does not find.

declare module "squire-rte" {
  export default class Squire {
    constructor(
      root: HTMLElement,
      config: { sanitizeToDOMFragment: (html: string) => DocumentFragment; blockTag: string },
    );
    destroy(): void;
    getSelection(): Range;
    setSelection(range: Range): this;
    getSelectedText(): string;
    saveUndoState(): this;
    insertImage(source: string, attributes: Record<string, string>): HTMLImageElement;
    addEventListener(type: string, listener: (event: Event) => void): this;
    focus(): this;
    getHTML(): string;
    setHTML(html: string): this;
    insertHTML(html: string): this;
    moveCursorToStart(): this;
    moveCursorToEnd(): this;
    hasFormat(tag: string): boolean;
    bold(): this;
    removeBold(): this;
    italic(): this;
    removeItalic(): this;
    underline(): this;
    removeUnderline(): this;
    makeUnorderedList(): this;
    makeOrderedList(): this;
    removeList(): this;
    increaseQuoteLevel(): this;
    decreaseQuoteLevel(): this;
    makeLink(url: string): this;
    removeLink(): this;
    removeAllFormatting(): this;
  }
}
