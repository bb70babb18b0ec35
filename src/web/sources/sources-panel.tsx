import { sources } from '../state/sources.ts';
import { flowState, say } from '../state/talk.ts';
import { isWide, view } from '../state/view.ts';
import { PanelError } from '../ui/panel-error.tsx';
import { SourceCard } from './source-card.tsx';

const begin = (): void => {
  if (!isWide.value) view.value = 'talk';
  void say('Add my MCP server');
};

const Empty = () => (
  <div class="empty">
    <h3>No source yet</h3>
    <p>
      A source is an MCP server of yours. Connect one, and its tools are here and with every agent at once.
    </p>
    {flowState.value?.flow !== 'register' && (
      <button type="button" class="button primary" onClick={begin}>
        Add an MCP server
      </button>
    )}
  </div>
);

const Skeleton = () => (
  <div class="skeleton" aria-hidden="true">
    <i />
    <i />
  </div>
);

/** The registered servers of the sandbox: live ones first, revoked ones last. */
export const SourcesPanel = () => {
  const all = sources.data.value;
  const live = (all ?? []).filter(({ status }) => status !== 'disconnected');
  const gone = (all ?? []).filter(({ status }) => status === 'disconnected');
  return (
    <div class="panel" role="tabpanel" id="panel-sources" aria-labelledby="tab-sources">
      <PanelError panel={sources} />
      {all === null && sources.error.value === null && <Skeleton />}
      {all !== null && live.length === 0 && <Empty />}
      {live.map((source) => (
        <SourceCard key={source.data_source_id} source={source} />
      ))}
      {gone.length > 0 && (
        <details class="gone">
          <summary>{gone.length} revoked</summary>
          {gone.map((source) => (
            <SourceCard key={source.data_source_id} source={source} />
          ))}
        </details>
      )}
    </div>
  );
};
