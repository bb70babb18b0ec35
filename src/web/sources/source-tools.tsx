import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { load } from '../state/load.ts';
import { doToSource, type SourceTool, toolsOfSource } from '../state/sources.ts';
import { Copy } from '../ui/copy.tsx';
import { PanelError } from '../ui/panel-error.tsx';

const statusWords = { ok: '', changed: 'changed', held: 'held', unusable: 'unusable' };

/** Why none of them can be called, when it is one reason for all. */
const sharedReason = (tools: readonly SourceTool[]): string | undefined => {
  const [first, ...rest] = tools.map(({ reason }) => reason);
  return rest.length > 0 && rest.every((reason) => reason === first) ? first : undefined;
};

const ToolLine = ({ tool, reason }: { tool: SourceTool; reason: string | undefined }) => (
  <li>
    <Copy text={tool.name} />
    {tool.status !== 'ok' && <span class={`pill ${tool.status}`}>{statusWords[tool.status]}</span>}
    {reason !== undefined && <span class="muted">{reason}</span>}
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
  const shared = sharedReason(all);
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
      {shared !== undefined && <p class="muted">{shared}</p>}
      <ul class="names">
        {all.map((tool) => (
          <ToolLine key={tool.name} tool={tool} reason={shared === undefined ? tool.reason : undefined} />
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
