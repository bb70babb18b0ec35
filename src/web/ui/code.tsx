import { useRef } from 'preact/hooks';
import { copyText } from './copy.tsx';
import { Icon } from './icon.tsx';

/** Text as a program wrote it, copied with one click. */
export const Code = ({ text }: { text: string }) => {
  const shown = useRef<HTMLPreElement>(null);
  return (
    <div class="code-box">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <pre class="code" tabIndex={0} ref={shown}>
        {text}
      </pre>
      <button
        type="button"
        class="button ghost icon-only"
        aria-label="Copy"
        title="Copy"
        onClick={() => shown.current !== null && void copyText(text, shown.current)}
      >
        <Icon name="copy" />
      </button>
    </div>
  );
};
