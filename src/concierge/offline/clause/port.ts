import type { View } from '../../interpreter.ts';
import type { Phrase } from '../tokens/phrase.ts';

const saidPort =
  /\bport(?: (?:it|is|was|should|must|has|to|be|actually|now|number|:|=|changed|into))* (?<port>\d{2,5})(?![^ ])|(?<![^ ])(?<other>\d{2,5}) (?:is|was) the (?:right |correct |actual )?port\b/;

/** "the port is 4001": the address of the open registration at another port. */
export const atPort = ({ norm }: Phrase, { flow, slots }: View): string | undefined => {
  const { port, other } = saidPort.exec(norm)?.groups ?? {};
  const said = port ?? other;
  const url = flow === 'register' ? URL.parse(slots.base_url ?? '') : null;
  if (url === null || said === undefined || Number(said) > 65_535) return undefined;
  url.port = said;
  return url.href;
};
