import { labelKey } from '../../domain/label.ts';
import type { Source } from '../../domain/source.ts';
import { listSources } from '../../sources/list.ts';
import { lookUp } from '../name-lookup.ts';
import { minute, say } from '../reply.ts';
import { matchSources, named, placeSaid, type SourceCommand, sandboxNamed } from '../source-match.ts';
import { conversationOf, type Emissions, type TurnState, utter } from '../turn-state.ts';

/** A revoked source of the sandbox that is meant, when the name is that of none that lives. */
const revokedSource = async (turn: TurnState, command: SourceCommand): Promise<Source | null> => {
  const { source: wanted } = command;
  const { facts } = turn;
  const said = placeSaid(command);
  const isExactly = ({ name }: Source): boolean => labelKey(name) === labelKey(wanted ?? '');
  const sandbox = said === undefined ? facts.sandbox : sandboxNamed(facts, said);
  if (wanted === undefined || sandbox === undefined || facts.sources.some(isExactly)) return null;
  const { sandbox_id } = sandbox;
  const gone = await listSources(turn.deps, turn.caller, { sandbox_id, status: 'disconnected' });
  const latestFirst = gone.sort((one, other) => (one.updated_at < other.updated_at ? 1 : -1)).map(named);
  const exact = latestFirst.find(isExactly);
  if (exact || !/^(?:none|near|elsewhere)$/.test(matchSources(turn, command).kind)) return exact ?? null;
  const match = lookUp(wanted, latestFirst);
  if (match.kind === 'none') return null;
  return match.kind === 'one' ? match.found : match.found[0]!;
};

/** True when the source that is meant was revoked, which is said, rather than one taken that is called alike. */
export async function* saidRevoked(turn: TurnState, command: SourceCommand): Emissions<boolean> {
  const revoked = await revokedSource(turn, command);
  if (revoked === null) return false;
  // What was spoken of before that name is not what "it" means behind it.
  conversationOf(turn).about = null;
  const { name, base_url, updated_at, auth_kind } = revoked;
  const and_credential = auth_kind === 'none' ? '' : ` ${say('why.revoked_credential')}`;
  yield utter(say('why.revoked', { source: name, at: minute(updated_at), base_url, and_credential }));
  return true;
}
