import type { Command } from '../../commands.ts';
import { listedNames } from '../tokens/name-list.ts';
import { ownSources, placedStranger, stranger, withSource } from './each-source.ts';
import { whichTools } from './limits.ts';
import type { Said } from './said.ts';

export type Update = Omit<Extract<Command, { command: 'update' }>, 'command' | 'source'>;
/** What of a source is to change, by what is named of it. */
const changeables = [
  ['rename', 'name'],
  ['label', 'name'],
  ['address', 'base_url'],
  ['auth', 'auth_kind'],
  ['rate_word', 'rate_cap_per_minute'],
  ['tool', 'allowed_tools'],
  ['TOOL', 'allowed_tools'],
] as const;
/** A change whose new value was not said. */
export const changeOf = (said: Said, ...verbs: string[]): Command[] | null => {
  const what = whichTools.test(said.phrase.norm)
    ? 'allowed_tools'
    : changeables.find(([feature]) => said.features.has(feature))?.[1];
  return update(said, what === undefined ? {} : { what }, ...verbs);
};
const ofAll = /\b(?:all|everything|every|both|each)\b(?! (?:tools?|calls?|requests?))/;
/** "limit all servers to 10", with nothing that makes it some of them. */
const onlyAll =
  /^(?:\S+ ){0,4}?(?:all|everything|every|both|each)(?: (?:of|the|my|our|them|these|mcp|servers?|sources?))* (?:to|at|by|with|down to) \S/;
/** Each source that one cap is meant for; null when nobody can tell which. */
export const capped = ({ sources, excluded, excepts, view, phrase }: Said): (string | undefined)[] | null => {
  if (excepts || (excluded.length > 0 && sources.length === 0)) return null;
  // "cap 1 to 10": a number alone is a name or a limit.
  if (sources.some((source) => /^\d+$/.test(source))) return null;
  if (sources.length > 0)
    return [...new Set([...listedNames(phrase), ...sources])].filter((name) => !excluded.includes(name));
  if (/\bboth\b/.test(phrase.norm) && ownSources(view).length !== 2) return null;
  if (!ofAll.test(phrase.norm)) return [undefined];
  return onlyAll.test(phrase.norm) ? ownSources(view).map(({ name }) => name) : null;
};
const limiting = /^(?:allowed_tools|allow_tools|withhold_tools|rate_cap_per_minute)$/;
/** A change of a source; while one is being registered, it must be named, unless it is what that one may do. */
export const update = (said: Said, fields: Update, ...verbs: string[]): Command[] | null => {
  // One name for all of them is none.
  if (said.sources.length === 0 && ofAll.test(said.phrase.norm) && 'name' in fields)
    return [{ command: 'help', topic: 'update' }];
  const source =
    said.sources[0] ?? (verbs.length === 0 ? placedStranger(said, 'limit') : stranger(said, ...verbs));
  const isUnnamed = source === undefined && /^(?:register|create_sandbox)$/.test(said.view.flow ?? '');
  // "it's just api_key" is the name of a header.
  const isLimit =
    said.view.flow === 'register' &&
    said.view.awaiting !== 'auth_header' &&
    Object.keys(fields).every((key) => limiting.test(key));
  return isUnnamed && !(isLimit && Object.keys(fields).length > 0)
    ? null
    : [withSource({ command: 'update', ...fields }, source)];
};
