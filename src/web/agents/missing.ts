import type { AgentTools } from '../state/sources.ts';

type Trace = AgentTools['trace'];
/** One reason for which tools are not there. */
export type Missing = { what: string; why: string; names: string[] };

const count = (names: readonly unknown[]): string =>
  `${names.length} ${names.length === 1 ? 'tool' : 'tools'}`;

const ofNames = (names: string[], why: string): Missing[] =>
  names.length === 0 ? [] : [{ what: count(names), why, names }];

/** Why an agent does not have what it does not have, out of the trace of its catalog. */
export const missingOf = (trace: Trace): Missing[] => [
  ...trace.sources_skipped.map((label) => ({
    what: label,
    why: trace.skip_reasons[label] ?? 'It was left out.',
    names: [],
  })),
  ...ofNames(trace.allowlist_filtered_out, 'Outside the allowlist of this agent.'),
  ...trace.allowlist_missing_entries.map((name) => ({
    what: name,
    why: 'On the allowlist of this agent, but no tool that can be called has this name.',
    names: [],
  })),
  ...ofNames(
    trace.held_tools,
    'Held back: the definition changed and reads like an instruction. Accept it at its source.',
  ),
  ...ofNames(trace.restricted_tools, 'Left out by the allowed tools of their source.'),
  ...trace.unusable_tools.map(({ name, source, reason }) => ({
    what: `${name} (${source})`,
    why: reason,
    names: [],
  })),
];
