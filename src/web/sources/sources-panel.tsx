import { sources } from '../state/sources.ts';
import { flowState, isBusy, say } from '../state/talk.ts';
import { isWide, view } from '../state/view.ts';
import { Icon } from '../ui/icon.tsx';
import { PanelError } from '../ui/panel-error.tsx';
import { SourceCard } from './source-card.tsx';

const begin = (): void => {
  if (!isWide.value) view.value = 'talk';
  void say('Add my MCP server');
};

const Add = ({ looks }: { looks: string }) =>
  flowState.value?.flow === 'register' ? null : (
    <button type="button" class={looks} disabled={isBusy.value} onClick={begin}>
      <Icon name="plus" /> Add an MCP server
    </button>
  );

const Empty = () => (
  <div class="empty">
    <h3>No source yet</h3>
    <p>
      A source is an MCP server of yours. Connect one, and its tools are here and with every agent at once.
    </p>
    <Add looks="button primary" />
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
      {live.length > 0 && (
        <div>
          <Add looks="button small" />
        </div>
      )}
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
