/** Text as a program wrote it. */
export const Code = ({ text }: { text: string }) => (
  // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
  <pre class="code" tabIndex={0}>
    {text}
  </pre>
);
