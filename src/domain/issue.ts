import type { z } from 'zod';
import { type ConciergeError, validationError } from '../errors.ts';
import { visibleText } from './text.ts';

type RawIssue = z.core.$ZodRawIssue;

const maxShownPath = 100;

const shownPath = (path: readonly PropertyKey[]): string =>
  visibleText(path.map(String).join('.')).slice(0, maxShownPath);

const unitOf = (origin: string): string =>
  origin === 'string' ? ' characters' : origin === 'array' ? ' entries' : '';

const withArticle = (type: string): string => {
  if (type === 'int') return 'a whole number';
  if (type === 'object' || type === 'record') return 'a JSON object';
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
};

/** What is allowed, in our words; never the value that was given. */
const allowed = (issue: RawIssue): string => {
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is required' : `must be ${withArticle(issue.expected)}`;
    case 'invalid_value':
      return `must be one of: ${issue.values.map(String).join(', ')}`;
    case 'too_big':
      return `must be at most ${issue.maximum}${unitOf(issue.origin)}`;
    case 'too_small':
      return issue.origin === 'string' && issue.minimum === 1
        ? 'must not be empty'
        : `must be at least ${issue.minimum}${unitOf(issue.origin)}`;
    default:
      return 'has a form that is not allowed';
  }
};

/** The sentence for an issue whose schema brings none of its own. */
export const sentenceOfIssue = (issue: RawIssue): string => {
  const path = shownPath(issue.path ?? []);
  return path === '' ? 'The body must be a JSON object.' : `\`${path}\` ${allowed(issue)}.`;
};

const errorOfIssue = (issue: z.core.$ZodIssue, known: readonly string[]): ConciergeError => {
  if (issue.code !== 'unrecognized_keys')
    return validationError(shownPath(issue.path) || 'body', issue.message);
  const field = shownPath([...issue.path, issue.keys[0] ?? '']);
  const list = issue.path.length === 0 && known.length > 0 ? `; allowed are: ${known.join(', ')}` : '';
  return validationError(field, `\`${field}\` is not a field here${list}.`);
};

/** The first of them as `validation`; `known` are the fields there are, for one that is not among them. */
export const errorOfIssues = (
  issues: readonly z.core.$ZodIssue[],
  known: readonly string[],
): ConciergeError => {
  // A name mistyped is why another is missing.
  const mistyped = issues.find(({ code }) => code === 'unrecognized_keys');
  return errorOfIssue(mistyped ?? issues[0]!, known);
};
