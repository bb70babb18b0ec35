import { lazy, Suspense } from 'preact/compat';
import { useState } from 'preact/hooks';
import { sentenceOf } from '../state/api.ts';
import { agentSlug } from '../state/place.ts';
import type { Tool } from '../state/sources.ts';
import { view } from '../state/view.ts';
import { Problem } from '../ui/panel-error.tsx';
import { type Answer, callTool } from './call-tool.ts';
import { Result } from './result.tsx';

/** The form library comes when it is first needed. */
const SchemaForm = lazy(() => import('./schema-form.tsx'));

const NoAgent = () => (
  <p class="empty">
    Tools are called as an agent, and there is none yet.{' '}
    <button
      type="button"
      class="link"
      onClick={() => {
        view.value = 'agent';
      }}
    >
      Create one
    </button>
  </p>
);

/** A form made from the tool's input schema that calls it as the chosen agent, and what came of it. */
export const TryIt = ({ tool }: { tool: Tool }) => {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const slug = agentSlug.value;
  if (slug === null) return <NoAgent />;

  const submit = async (given: Record<string, unknown>): Promise<void> => {
    setBusy(true);
    setProblem(null);
    setAnswer(null);
    try {
      setAnswer(await callTool(slug, tool.name, given));
    } catch (error) {
      setProblem(sentenceOf(error));
    }
    setBusy(false);
  };

  return (
    <div class="try-it">
      <Suspense fallback={<p class="muted">Loading the form…</p>}>
        <SchemaForm
          schema={tool.input_schema}
          disabled={busy}
          submit={busy ? 'Calling…' : `Call as ${slug}`}
          onSubmit={(given) => void submit(given)}
        />
      </Suspense>
      <Problem text={problem} />
      {answer !== null && <Result answer={answer} />}
    </div>
  );
};
