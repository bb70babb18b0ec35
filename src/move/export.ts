/** For Node only. */
import type { Store } from '../store/port.ts';
import { entriesOf } from './entries.ts';
import { createTally, type ExportSummary, firstLineOf, lineOf } from './export-file.ts';

/**
 * Everything of all accounts, a line each, for `importStore`. Credentials stay sealed as they are. What lasts minutes is
 * left: credentials that wait in conversations, sign-ins on the page, remembered `Idempotency-Key`s.
 */
export async function* exportStore(store: Store, at: Date): AsyncGenerator<string, ExportSummary> {
  const tally = createTally();
  yield firstLineOf(at);
  for await (const moved of entriesOf(store)) {
    tally.add(moved);
    yield lineOf(moved);
  }
  const summary = tally.summary();
  yield JSON.stringify(summary);
  return summary;
}
