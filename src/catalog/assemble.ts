import type { Source } from '../domain/source.ts';
import { visibleText } from '../domain/text.ts';
import { toolNames } from '../domain/tool-name.ts';
import type {
  AbsenceKind,
  AbsentSource,
  AbsentTool,
  CatalogTool,
  SourceTool,
  ToolStatus,
  Trace,
} from './port.ts';
import type { ListedTool, ToolList } from './tool-list.ts';
import { namesOfOthers, toolStatus } from './tool-status.ts';

/** A source as one resolve finds it. With an `absence` its list only tells which tools it would have. */
export type SourceView = {
  source: Source;
  list: ToolList | null;
  stale: boolean;
  absence: { kind: AbsenceKind; reason: string } | null;
};

/** What a resolve yields before an agent's own rules. */
export type Assembly = {
  tools: CatalogTool[];
  absent_tools: AbsentTool[];
  absent_sources: AbsentSource[];
  by_source: Map<string, SourceTool[]>;
  trace: Pick<
    Trace,
    | 'sources_resolved'
    | 'sources_skipped'
    | 'skip_reasons'
    | 'stale_sources'
    | 'unusable_tools'
    | 'held_tools'
    | 'restricted_tools'
  >;
};

type Judged = {
  view: SourceView;
  tool: string;
  listed: ListedTool | null;
  status: ToolStatus;
  reason: string | null;
  /** Null for an unusable tool. */
  name: string | null;
};

const isRevoked = ({ source }: SourceView): boolean => source.status === 'disconnected';

/** The tools a source has, or, without a list, had when its owner agreed to them. */
const judgeTools = (view: SourceView, living: readonly Source[]): Judged[] => {
  const { source, list } = view;
  if (list === null)
    return Object.keys(source.consented_tools).map((tool) => {
      return { view, tool, listed: null, status: 'ok', reason: null, name: null };
    });
  let names: Set<string> | null = null;
  const others = (): Set<string> => {
    names ??= namesOfOthers(source, living);
    return names;
  };
  return list.tools.map((listed) => {
    return { view, tool: listed.name, listed, ...toolStatus(source, listed, others), name: null };
  });
};

/** No name is ever given twice; that two rows claim one namespace must not happen, and would cost the later one. */
const nameTools = async (judged: readonly Judged[]): Promise<void> => {
  const usable = judged.filter(({ status }) => status !== 'unusable');
  const names = await toolNames(usable.map(({ view, tool }) => ({ namespace: view.source.namespace, tool })));
  const taken = new Set<string>();
  for (const [index, tool] of usable.entries()) {
    if (taken.has(names[index]!))
      Object.assign(tool, { status: 'unusable', reason: 'Another tool has the same name.' });
    else tool.name = names[index]!;
    taken.add(names[index]!);
  }
};

/** Why a tool cannot be called, as far as the tool or its source is concerned. */
const absenceOf = ({ view, tool, status, reason }: Judged): SourceView['absence'] => {
  if (view.absence !== null) return view.absence;
  if (status === 'unusable' || status === 'held') return { kind: status, reason: reason ?? '' };
  const allowed = view.source.allowed_tools;
  if (allowed === null || allowed.includes(tool)) return null;
  return { kind: 'restricted', reason: 'It is not among the tools its source is restricted to.' };
};

const catalogTool = ({ view, tool, listed, status, name }: Judged): CatalogTool | null => {
  if (name === null || listed === null || listed.definition === null) return null;
  const { title, description, inputSchema, outputSchema, annotations } = listed.definition;
  return {
    name,
    app_slug: view.source.namespace,
    ...(title === undefined ? {} : { title }),
    description: description ?? '',
    input_schema: inputSchema,
    ...(outputSchema === undefined ? {} : { output_schema: outputSchema }),
    ...(annotations === undefined ? {} : { annotations }),
    data_source_id: view.source.data_source_id,
    source_name: view.source.name,
    tool,
    status: status === 'changed' ? 'changed' : 'ok',
  };
};

const emptyAssembly = (): Assembly => ({
  tools: [],
  absent_tools: [],
  absent_sources: [],
  by_source: new Map(),
  trace: {
    sources_resolved: [],
    sources_skipped: [],
    skip_reasons: Object.create(null) as Record<string, string>,
    stale_sources: [],
    unusable_tools: [],
    held_tools: [],
    restricted_tools: [],
  },
});

const addSource = ({ trace, absent_sources, by_source }: Assembly, view: SourceView): void => {
  const { source, absence, stale } = view;
  by_source.set(source.data_source_id, []);
  if (absence !== null) absent_sources.push({ ...absence, source: source.name, namespace: source.namespace });
  if (isRevoked(view)) return;
  if (absence === null) trace.sources_resolved.push(source.name);
  else {
    trace.sources_skipped.push(source.name);
    trace.skip_reasons[source.name] = absence.reason;
  }
  if (stale) trace.stale_sources.push(source.name);
};

const addTool = (assembly: Assembly, judged: Judged): void => {
  const { view, tool, name, status } = judged;
  const { source } = view;
  const shown = name ?? visibleText(tool);
  const absence = absenceOf(judged);
  const reason = judged.reason ?? absence?.reason;
  assembly.by_source
    .get(source.data_source_id)!
    .push({ name: shown, tool, status, ...(reason === undefined ? {} : { reason }) });
  if (absence === null) {
    const callable = catalogTool(judged);
    if (callable !== null) assembly.tools.push(callable);
    return;
  }
  assembly.absent_tools.push({ ...absence, name, tool, source: source.name });
  if (view.absence !== null) return;
  if (absence.kind === 'held') assembly.trace.held_tools.push(shown);
  else if (absence.kind === 'restricted') assembly.trace.restricted_tools.push(shown);
  else assembly.trace.unusable_tools.push({ name: shown, source: source.name, reason: absence.reason });
};

/**
 * Puts the sources of a sandbox together in the order given. Names are given over all usable tools before any
 * restriction, so that a name means the same to every agent.
 */
export const assemble = async (views: readonly SourceView[]): Promise<Assembly> => {
  const assembly = emptyAssembly();
  const [living, revoked] = [
    views.filter((view) => !isRevoked(view)),
    views.filter((view) => isRevoked(view)),
  ];
  const livingSources = living.map(({ source }) => source);
  // A revoked source gave its namespace back: what it had must not change the names of a successor.
  for (const group of [living, revoked]) {
    for (const view of group) addSource(assembly, view);
    const judged = group.flatMap((view) => judgeTools(view, livingSources));
    await nameTools(judged);
    for (const tool of judged) addTool(assembly, tool);
  }
  return assembly;
};
