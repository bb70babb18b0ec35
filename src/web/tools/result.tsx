import { Code } from '../ui/code.tsx';
import type { Answer } from './call-tool.ts';

const textOf = (block: Record<string, unknown>): string =>
  block.type === 'text' && typeof block.text === 'string' ? block.text : JSON.stringify(block, null, 2);

/** What a tool answered: shown as text, whatever it holds. */
export const Result = ({ answer }: { answer: Answer }) => (
  <section
    class={`result ${answer.is_error ? 'failed' : ''}`}
    aria-label="Answer of the tool"
    aria-live="polite"
  >
    <p class="result-head">
      <span class={`pill ${answer.is_error ? 'error' : 'active'}`}>
        {answer.is_error ? 'Error' : 'Answered'}
      </span>
      <span class="muted">{Math.round(answer.duration_ms)} ms</span>
    </p>
    {answer.content.map((block, index) => (
      <Code key={index} text={textOf(block)} />
    ))}
    {answer.structured_content !== undefined && (
      <Code text={JSON.stringify(answer.structured_content, null, 2)} />
    )}
  </section>
);
