import DOMPurify from 'dompurify';
import { Marked } from 'marked';
import { useMemo } from 'preact/hooks';
import { copyText } from './copy.tsx';

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

/** HTML in the text is shown as text, and pictures as their words: nothing is fetched for a reply. */
const marked = new Marked({
  gfm: true,
  breaks: true,
  renderer: {
    html: ({ text }) => escapeHtml(text),
    image: ({ text }) => escapeHtml(text),
    heading: ({ tokens }) => `<p><strong>${tokens.map(({ raw }) => escapeHtml(raw)).join('')}</strong></p>`,
    codespan: ({ text }) =>
      `<button type="button" class="copy" title="Copy"><code>${escapeHtml(text)}</code></button>`,
  },
});

const allowed = {
  ALLOWED_TAGS: [
    ...['p', 'br', 'strong', 'em', 'del', 'a', 'button', 'code', 'pre', 'blockquote', 'hr'],
    ...['ul', 'ol', 'li', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
  ],
  ALLOWED_ATTR: ['href', 'class', 'title', 'type', 'target', 'rel', 'start'],
};
const purifier = DOMPurify(window);
purifier.addHook('afterSanitizeAttributes', (element) => {
  if (element.tagName !== 'A') return;
  element.setAttribute('target', '_blank');
  element.setAttribute('rel', 'noopener noreferrer');
});

const htmlOf = (text: string): string => purifier.sanitize(marked.parse(text, { async: false }), allowed);

const copyClicked = (event: Event): void => {
  const button = (event.target as Element).closest('button.copy');
  if (button !== null) void copyText(button.textContent ?? '', button);
};

/** Text with its formatting, made safe; what is code in it is copied with a click. */
export const Markdown = ({ text }: { text: string }) => {
  const html = useMemo(() => htmlOf(text), [text]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions lint/a11y/useKeyWithClickEvents: the buttons inside are what is clicked
    <div class="markdown" onClick={copyClicked} dangerouslySetInnerHTML={{ __html: html }} />
  );
};
