// What is typed while a composer is on its way, put into it as it takes the focus.

export function createTypeAhead(document: Document): (key: string) => void {
  let typed = "";
  const onFocus = ({ target }: FocusEvent): void => {
    document.removeEventListener("focusin", onFocus);
    // As if it were typed, so that the field suggests and the editor tells.
    if ((target as Element).closest(".compose")) document.execCommand("insertText", false, typed);
    typed = "";
  };
  return (key) => {
    if (typed === "") document.addEventListener("focusin", onFocus);
    typed += key;
  };
}
