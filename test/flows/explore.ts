import { type Flow, type FlowEvent, type Step, stepFlow } from '../../src/concierge/flow.ts';

export type Node = { id: string; flow: Flow };
export type Edge = { from: Flow; event: FlowEvent; step: Step };
export type Graph = {
  nodes: Node[];
  edges: Edge[] /** Ids of the states from which an end can be reached. */;
  reachesEnd: Set<string>;
};

const idOf = (flow: Flow): string => JSON.stringify([flow.value, flow.context]);

/** Beyond this many states the walk stops: those it did not enter count as if they reached an end. */
const maxNodes = 700;

/** Walks the states that `events`, in any order, can lead to, the nearest first. */
export const explore = (start: Step, events: readonly FlowEvent[]): Graph => {
  const nodes = new Map<string, Node>([[idOf(start.flow), { id: idOf(start.flow), flow: start.flow }]]);
  const edges: Edge[] = [];
  const parents = new Map<string, string[]>();
  const ends: string[] = start.outcome ? [idOf(start.flow)] : [];
  const queue: Flow[] = [start.flow];
  for (let flow = queue.shift(); flow; flow = queue.shift()) {
    for (const event of events) {
      const step = stepFlow(flow, event);
      if (!step) continue;
      const id = idOf(step.flow);
      edges.push({ from: flow, event, step });
      parents.set(id, [...(parents.get(id) ?? []), idOf(flow)]);
      if (nodes.has(id)) continue;
      nodes.set(id, { id, flow: step.flow });
      if (step.outcome || nodes.size > maxNodes) ends.push(id);
      else queue.push(step.flow);
    }
  }
  const reachesEnd = new Set<string>();
  for (let id = ends.pop(); id !== undefined; id = ends.pop()) {
    if (reachesEnd.has(id)) continue;
    reachesEnd.add(id);
    ends.push(...(parents.get(id) ?? []));
  }
  return { nodes: [...nodes.values()], edges, reachesEnd };
};
