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

const Front = ({ shown }: { shown: View }) => {
  if (shown === 'talk') return <Talk />;
  const { Panel } = panels[shown];
  return <Panel />;
};

const Wide = () => {
  const shown = view.value === 'talk' ? 'sources' : view.value;
  return (
    <main class="side-by-side">
      <Talk />
      <div class="right">
        <FlowCard />
        <Tabs tabs={panelNames} shown={shown} />
        <Front shown={shown} />
      </div>
    </main>
  );
};

const Narrow = () => (
  <main class="one-by-one">
    <Tabs tabs={[{ id: 'talk', name: 'Talk' }, ...panelNames]} shown={view.value} />
    {view.value === 'talk' && <FlowCard />}
    <Front shown={view.value} />
  </main>
);

/** The page of someone signed in: the talk, and beside it what it is about. */
export const Shell = () => (
  <div class="shell">
    <TopBar />
    <PanelError panel={sandboxes} />
    {isWide.value ? <Wide /> : <Narrow />}
  </div>
);
