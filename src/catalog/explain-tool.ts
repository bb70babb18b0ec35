import { visibleText } from '../domain/text.ts';
import { closestNames, squash } from './closest-names.ts';
import type { AbsenceKind, AbsentTool, CatalogTool, Resolution } from './port.ts';

export type ToolExplanation = {
  kind: 'available' | 'unknown' | AbsenceKind;
  /** Callable name, of this tool or, for an unknown one, of the tool that may be meant. */
  name?: string;
  /** The source's label. */
  source?: string;
  reason: string;
};

type Candidate = ToolExplanation & { name: string; tool: string; source: string };

const absentCandidate = ({ kind, name, tool, source, reason }: AbsentTool): Candidate => {
  return { kind, name: name ?? visibleText(tool), tool, source, reason };
};

const presentCandidate = ({ name, tool, source_name: source, status }: CatalogTool): Candidate => {
  const change = status === 'changed' ? ' Its definition changed since its owner agreed to it.' : '';
  return { kind: 'available', name, tool, source, reason: `It can be called now.${change}` };
};

const list = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

const unknown = (wanted: string, resolution: Resolution): ToolExplanation => {
  const names = resolution.tools.map(({ name }) => name);
  const shown = visibleText(wanted).replace(/\s+/g, ' ').slice(0, 128);
  const said = `There is no tool \`${shown}\` among those that can be called.`;
  const own = wanted.slice(wanted.indexOf('__') + 2);
  const renamed = wanted.includes('__') ? resolution.tools.filter(({ tool }) => tool === own) : [];
  if (renamed.length === 1) {
    const [{ name, source_name }] = renamed as [(typeof renamed)[number]];
    const reason = `${said} \`${name}\` of ${source_name} may be meant: a source that is renamed gives its tools new names.`;
    return { kind: 'unknown', name, source: source_name, reason };
  }
  const near = closestNames(wanted, names);
  return { kind: 'unknown', reason: near.length === 0 ? said : `${said} The closest: ${list(near)}.` };
};

const isLoosely = ({ name, tool, source }: Candidate, wanted: string): boolean =>
  wanted !== '' && [name, tool, source + tool, tool + source].some((text) => squash(text) === wanted);

/** "the weather tool", when the words are in the name of one tool alone. */
const onlyContaining = (candidates: readonly Candidate[], wanted: string): Candidate | undefined => {
  const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  const said = wordsOf(wanted);
  if (wanted.includes('__') || said.length === 0) return undefined;
  const found = candidates.filter(({ tool }) => said.every((word) => wordsOf(tool).includes(word)));
  return new Set(found.map(({ name }) => name)).size === 1 ? found[0] : undefined;
};

/** A misspelt name when one tool alone can be meant; a full name is never taken for another. */
const onlyNear = (candidates: readonly Candidate[], wanted: string): Candidate | undefined => {
  if (wanted.includes('__')) return undefined;
  const names = new Set(candidates.map(({ name }) => name));
  const near = closestNames(wanted, names, 2);
  return near.length === 1 ? candidates.find(({ name }) => name === near[0]) : undefined;
};

const candidatesIn = (resolution: Resolution) => {
  const present = resolution.tools.map(presentCandidate);
  const absent = resolution.absent_tools.map(absentCandidate);
  const revoked = absent.filter(({ kind }) => kind === 'source_revoked');
  const missing = absent.filter(({ kind }) => kind !== 'source_revoked');
  return { present, absent, missing, revoked };
};

/**
 * Why a tool can or cannot be called in this catalog. `wanted` is its callable name, the server's own name for
 * it, or nearly so; the exact one wins, and among equals the one that is missing.
 */
export const explainTool = (resolution: Resolution, wanted: string): ToolExplanation => {
  const { present, absent, missing, revoked } = candidatesIn(resolution);
  const candidates = [...missing, ...present, ...revoked];
  const found =
    [...present, ...absent].find(({ name }) => name === wanted) ??
    candidates.find(({ tool }) => tool === wanted) ??
    candidates.find((candidate) => isLoosely(candidate, squash(wanted))) ??
    resolution.absent_sources.find(({ namespace }) => wanted.startsWith(`${namespace}__`)) ??
    onlyNear(candidates, wanted) ??
    onlyContaining(candidates, wanted);
  if (found === undefined) return unknown(wanted, resolution);
  const { kind, source, reason } = found;
  return { kind, ...('name' in found ? { name: found.name } : {}), source, reason };
};

/** The same of every source that has a tool of that name; of the one that is meant where a callable name was said. */
export const explainEach = (resolution: Resolution, wanted: string): ToolExplanation[] => {
  const { present, missing } = candidatesIn(resolution);
  const same = [...present, ...missing].filter(({ tool }) => squash(tool) === squash(wanted));
  const isCallable = [...present, ...missing].some(({ name }) => name === wanted);
  return same.length === 0 || isCallable ? [explainTool(resolution, wanted)] : same;
};
