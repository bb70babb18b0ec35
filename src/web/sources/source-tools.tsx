import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { load } from '../state/load.ts';
import { doToSource, type SourceTool, toolsOfSource } from '../state/sources.ts';
import { Copy } from '../ui/copy.tsx';
import { PanelError } from '../ui/panel-error.tsx';

const statusWords = { ok: '', changed: 'changed', held: 'held', unusable: 'unusable' };

const ToolLine = ({ tool }: { tool: SourceTool }) => (
  <li>
    <Copy text={tool.name} />
    {tool.status !== 'ok' && <span class={`pill ${tool.status}`}>{statusWords[tool.status]}</span>}
    {tool.reason !== undefined && <span class="muted">{tool.reason}</span>}
  </li>
);

type Props = { id: string; version: number; count: number };

/** The tools of one source, asked for when they are opened. */
export const SourceTools = ({ id, version, count }: Props) => {
  const isOpen = useSignal(false);
  const tools = useMemo(() => load(() => toolsOfSource(id)), [id]);
  useEffect(() => {
    if (isOpen.value) void tools.reload();
  }, [version, isOpen.value]);
  const all = tools.data.value ?? [];
  const toAccept = all.some(({ status }) => status === 'changed' || status === 'held');
  return (
    <details
      class="tools-of-source"
      onToggle={(event) => {
        isOpen.value = event.currentTarget.open;
      }}
    >
      <summary>
        {count} {count === 1 ? 'tool' : 'tools'}
      </summary>
      <PanelError panel={tools} />
      <ul class="names">
        {all.map((tool) => (
          <ToolLine key={tool.name} tool={tool} />
        ))}
      </ul>
      {toAccept && (
        <button type="button" class="button small" onClick={() => void doToSource(id, 'accept')}>
          Accept the changed tools
        </button>
      )}
    </details>
  );
};
