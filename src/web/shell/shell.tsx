import { AgentPanel } from '../agents/agent-panel.tsx';
import { FlowCard } from '../flow/flow-card.tsx';
import { SourcesPanel } from '../sources/sources-panel.tsx';
import { sandboxes } from '../state/place.ts';
import { isWide, type View, view } from '../state/view.ts';
import { Talk } from '../talk/talk.tsx';
import { ToolsPanel } from '../tools/tools-panel.tsx';
import { PanelError } from '../ui/panel-error.tsx';
import { Tabs } from './tabs.tsx';
import { TopBar } from './top-bar.tsx';

const panels: Record<Exclude<View, 'talk'>, { name: string; Panel: () => preact.JSX.Element }> = {
  sources: { name: 'Sources', Panel: SourcesPanel },
  tools: { name: 'Tools', Panel: ToolsPanel },
  agent: { name: 'Agent', Panel: AgentPanel },
};
const panelNames = Object.entries(panels).map(([id, { name }]) => ({ id: id as View, name }));

/**
 * The talk and the panels: side by side, or one by one where there is no room. The parts are the same in both, in
 * another order, so that what is open in them stays open when the window changes.
 */
const Parts = () => {
  const wide = isWide.value;
  const shown = wide && view.value === 'talk' ? 'sources' : view.value;
  const talks = wide || shown === 'talk';
  const { Panel } = shown === 'talk' ? { Panel: null } : panels[shown];
  const talk = talks && <Talk key="talk" />;
  const flow = talks && <FlowCard key="flow" />;
  const tabs = (
    <Tabs key="tabs" tabs={wide ? panelNames : [{ id: 'talk', name: 'Talk' }, ...panelNames]} shown={shown} />
  );
  return (
    <main class={wide ? 'side-by-side' : 'one-by-one'}>
      {wide ? [talk, flow, tabs] : [tabs, flow, talk]}
      {Panel !== null && <Panel key={shown} />}
    </main>
  );
};

/** The page of someone signed in: the talk, and beside it what it is about. */
export const Shell = () => (
  <div class="shell">
    <TopBar />
    <PanelError panel={sandboxes} />
    <Parts />
  </div>
);
