import { useState } from 'preact/hooks';
import type { Tool } from '../state/sources.ts';
import { Code } from '../ui/code.tsx';
import { Copy } from '../ui/copy.tsx';
import { Icon } from '../ui/icon.tsx';
import { TryIt } from './try-it.tsx';

const Details = ({ tool }: { tool: Tool }) => {
  const [shows, setShows] = useState<'try' | 'schema'>('try');
  return (
    <div class="tool-details">
      <p>{tool.description || 'The server gives no description.'}</p>
      <p>
        <span class="muted">Name to call</span> <Copy text={tool.name} />
      </p>
      <fieldset class="segments">
        <legend class="unseen">Show</legend>
        <button type="button" aria-pressed={shows === 'try'} onClick={() => setShows('try')}>
          Try it
        </button>
        <button type="button" aria-pressed={shows === 'schema'} onClick={() => setShows('schema')}>
          Input schema
        </button>
      </fieldset>
      {shows === 'try' ? <TryIt tool={tool} /> : <Code text={JSON.stringify(tool.input_schema, null, 2)} />}
    </div>
  );
};

/** One tool of the catalog; opened, its schema and a form to call it. */
export const ToolRow = ({ tool, source }: { tool: Tool; source: string }) => {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <tr class={isOpen ? 'open' : ''}>
        <td>
          <button type="button" class="row-button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            <Icon name="chevron" />
            <span class="tool-name">
              <code>
                <span class="muted">{tool.name.slice(0, tool.app_slug.length + 2)}</span>
                {tool.name.slice(tool.app_slug.length + 2)}
              </code>
              {tool.status === 'changed' && <span class="pill changed">changed</span>}
            </span>
            <span class="muted one-line">{tool.description}</span>
          </button>
        </td>
        <td class="source-cell">{source}</td>
      </tr>
      {isOpen && (
        <tr class="details-row">
          <td colSpan={2}>
            <Details tool={tool} />
          </td>
        </tr>
      )}
    </>
  );
};
