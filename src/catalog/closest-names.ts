import { distance } from 'fastest-levenshtein';

/** Two names are near when so many of ten characters differ at most. */
const tolerance = 4;

/** Letters and digits alone, so that `Acme search`, `acme_search` and `acme__search` are alike. */
export const squash = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '');

const remoteness = (wanted: string, name: string): number => {
  const own = squash(name.slice(name.indexOf('__') + 1));
  const whole = squash(name);
  if (wanted.length > 2 && whole.includes(wanted)) return 1;
  return Math.min(distance(wanted, whole), distance(wanted, own));
};

/** The names most like `name`, nearest first, at most `count`; none when none is near. */
export const closestNames = (name: string, names: Iterable<string>, count = 3): string[] => {
  const wanted = squash(name.slice(0, 128));
  const limit = Math.max(2, Math.floor((wanted.length * tolerance) / 10));
  return Array.from(names, (candidate) => ({ candidate, far: remoteness(wanted, candidate) }))
    .filter(({ far }) => far <= limit)
    .sort((one, other) => one.far - other.far || (one.candidate < other.candidate ? -1 : 1))
    .slice(0, count)
    .map(({ candidate }) => candidate);
};
