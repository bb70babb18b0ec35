import { describe, expect, it } from 'vitest';
import { lookUp } from '../../src/concierge/name-lookup.ts';

const known = (...names: string[]) => names.map((name) => ({ name, names: [name] }));

/** The names that a wanted one may mean. */
const meant = (wanted: string, ...names: string[]): string[] => {
  const found = lookUp(wanted, known(...names));
  if (found.kind === 'none') return [];
  return found.kind === 'one' ? [found.found.name] : found.found.map(({ name }) => name);
};

describe('a name that a user says', () => {
  it.each([
    ['docs', ['Docs one', 'Docs two'], ['Docs one', 'Docs two']],
    ['the docs one', ['Docs one', 'Docs two'], ['Docs one', 'Docs two']],
    ['Docs one', ['Docs one', 'Docs two'], ['Docs one']],
    ['acme', ['Acme', 'Acme staging'], ['Acme']],
    ['my acme server', ['Acme', 'Acme staging'], ['Acme']],
    ['the globex one', ['Globex sales', 'Globex search'], ['Globex sales', 'Globex search']],
    ['libary', ['Library', 'Weather'], ['Library']],
    ['metrcs', ['Metrics store', 'Library'], ['Metrics store']],
    ['alhpa', ['Alpha', 'Beta'], ['Alpha']],
    ['billing eu', ['Billing us'], []],
    ['docs 2', ['Docs 1'], []],
    ['ticket-desk', ['Ticket desk'], ['Ticket desk']],
    ['docs', ['docs', 'Docs'], ['docs']],
    ['doc', ['dog', 'cat'], []],
    ['nothing like it', ['Library'], []],
  ])('"%s" among %j means %j', (wanted, names, expected) => {
    expect(meant(wanted, ...names)).toEqual(expected);
  });
});
