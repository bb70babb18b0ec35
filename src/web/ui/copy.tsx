import { tell } from '../state/view.ts';

/** Puts a text on the clipboard, or selects it where the browser gives no clipboard (plain http). */
export const copyText = async (text: string, shown: Element): Promise<void> => {
  if (navigator.clipboard === undefined) {
    getSelection()?.selectAllChildren(shown);
    tell('Selected: copy it with your keyboard.');
    return;
  }
  await navigator.clipboard.writeText(text);
  tell(`Copied ${text.length > 40 ? `${text.slice(0, 40)}…` : text}`);
};

/** A name or a piece of code that one click copies. */
export const Copy = ({ text }: { text: string }) => (
  <button
    type="button"
    class="copy"
    title="Copy"
    onClick={(event) => void copyText(text, event.currentTarget)}
  >
    <code>{text}</code>
  </button>
);
