import { validText } from './text.ts';

export const maxLabelLength = 64;
const maxNamespaceLength = 32;

/** Why a label cannot be used, as a sentence, or null when it can. */
export const labelProblem = (label: string): string | null => {
  const text = label.trim();
  if (text === '') return 'A label needs at least one character.';
  if ([...text].length > maxLabelLength) return `A label has at most ${maxLabelLength} characters.`;
  if (!validText(text)) return 'A label has visible characters only, without line breaks.';
  return null;
};

/** Labels are compared without regard to case, width and outer space. */
export const labelKey = (label: string): string =>
  label.trim().normalize('NFKC').toLowerCase().replace(/\s+/g, ' ');

/**
 * The namespace made from a label: NFKD without its combining marks, lower case, whatever is outside
 * `[a-z0-9]` becomes `-`, at most 32 characters, empty becomes `source`.
 */
export const namespaceOf = (label: string): string => {
  const slug = label
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, maxNamespaceLength)
    .replace(/-+$/, '');
  return slug === '' ? 'source' : slug;
};

/** Why a namespace chosen by hand cannot be used, or null when it can. */
export const namespaceProblem = (namespace: string): string | null =>
  /^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/.test(namespace)
    ? null
    : `A namespace has 1 to ${maxNamespaceLength} characters of a-z, 0-9 and inner hyphens, such as \`acme-docs\`.`;

const isIpAddress = (host: string): boolean => host.startsWith('[') || /^\d+(?:\.\d+){3}$/.test(host);

/** The label offered for a URL: its host without `mcp.` or `api.` and without its suffix; `server` for an IP address. */
export const labelFromUrl = (baseUrl: string): string => {
  const host = new URL(baseUrl).hostname;
  if (isIpAddress(host) || host === 'localhost') return 'server';
  const labels = host.replace(/^(?:mcp|api|www)\./, '').split('.');
  const suffixLength = labels.length > 2 && /^(?:com?|org|net|gov|edu|ac)$/.test(labels.at(-2)!) ? 2 : 1;
  return labels.slice(0, -suffixLength).at(-1) ?? labels[0]!;
};

/** `wanted`, or `wanted-2`, `wanted-3` … : the first that `isTaken` does not hold. */
export const freeLabel = (wanted: string, isTaken: (label: string) => boolean): string => {
  if (!isTaken(wanted)) return wanted;
  for (let number = 2; ; number++) {
    const candidate = `${wanted.slice(0, maxLabelLength - 6)}-${number}`;
    if (!isTaken(candidate)) return candidate;
  }
};
