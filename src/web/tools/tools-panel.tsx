import { useSignal } from '@preact/signals';
import { sources, type Tool, tools } from '../state/sources.ts';
import { Icon } from '../ui/icon.tsx';
import { PanelError } from '../ui/panel-error.tsx';
import { ToolRow } from './tool-row.tsx';

const matches = (tool: Tool, words: string, source: string): boolean =>
  (source === '' || tool.app_slug === source) &&
  words
    .toLowerCase()
    .split(/\s+/)
    .every((word) => `${tool.name} ${tool.description}`.toLowerCase().includes(word));

/** The label of the source behind a namespace. */
const labelOf = (app_slug: string): string =>
  sources.data.value?.find(
    ({ adapter_config, status }) => adapter_config.app_namespace === app_slug && status !== 'disconnected',
  )?.name ?? app_slug;

const Empty = () => (
  <div class="empty">
    <h3>No tool can be called yet</h3>
    <p>Tools come from active sources. Add one, resume a paused one, or test one that is failing.</p>
  </div>
);

/** Every callable tool of the sandbox: to search, to read, and to try. */
export const ToolsPanel = () => {
  const words = useSignal('');
  const source = useSignal('');
  const all = tools.data.value?.tools ?? [];
  const slugs = [...new Set(all.map(({ app_slug }) => app_slug))];
  const shown = all.filter((tool) => matches(tool, words.value.trim(), source.value));
  return (
    <div class="panel" role="tabpanel" id="panel-tools" aria-labelledby="tab-tools">
      <PanelError panel={tools} />
      {tools.data.value !== null && all.length === 0 && <Empty />}
      {all.length > 0 && (
        <>
          <div class="filters">
            <label class="search">
              <Icon name="search" />
              <input
                type="search"
                aria-label="Search tools"
                placeholder="Search by name or description"
                value={words.value}
                onInput={(event) => {
                  words.value = event.currentTarget.value;
                }}
              />
            </label>
            <select
              aria-label="Source"
              value={source.value}
              onChange={(event) => {
                source.value = event.currentTarget.value;
              }}
            >
              <option value="">All sources</option>
              {slugs.map((slug) => (
                <option key={slug} value={slug}>
                  {labelOf(slug)}
                </option>
              ))}
            </select>
          </div>
          <p class="unseen" role="status">
            {shown.length} of {all.length} tools
          </p>
          <table class="panel-box catalog">
            <thead>
              <tr>
                <th scope="col">Tool</th>
                <th scope="col">Source</th>
              </tr>
            </thead>
            <tbody>
              {shown.map((tool) => (
                <ToolRow key={tool.name} tool={tool} source={labelOf(tool.app_slug)} />
              ))}
            </tbody>
          </table>
          {shown.length === 0 && (
            <p class="empty">No tool matches. Search for fewer words, or all sources.</p>
          )}
        </>
      )}
    </div>
  );
};
