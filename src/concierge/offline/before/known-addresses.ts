import type { View } from '../../interpreter.ts';
import { findUrls } from '../tokens/urls.ts';

const bare = (url: string): string => url.toLowerCase().replace(/\/+$/, '');
/** With these an address is that of another registration, or where one goes to. */
const elsewhere =
  /\b(?:add|register|connect|hook|plug|wire|integrate|set ?up|new|onboard|import|install|move|moved|moves|change|changed|switch|point|into|now|copy|it is|it's|at it)\b|^\W*$/i;

/** What stands before an address that names a server. */
const serverAt =
  /(?:\b(?:the|my|our) )?\b(?:mcp )?(?:server|source|one) (?:at|on|under|with (?:the )?url) $/i;

/** "pause the server at https://…": one that is registered may be named by its address, where nothing is open. */
export const withKnownAddresses = (text: string, { flow, awaiting, sources }: View): string => {
  if (flow !== null || awaiting !== null) return text;
  const named = findUrls(text).flatMap(({ start, end }) => {
    const url = bare(text.slice(start, end));
    const found = sources.filter(({ base_url }) => base_url !== undefined && bare(base_url) === url);
    const [padding] = serverAt.exec(text.slice(0, start)) ?? [''];
    return found.length === 1 ? [{ start: start - padding.length, end, name: found[0]!.name }] : [];
  });
  if (named.length === 0) return text;
  const put = (replace: (name: string) => string): string =>
    named.reduceRight(
      (said, { start, end, name }) => said.slice(0, start) + replace(name) + said.slice(end),
      text,
    );
  return elsewhere.test(put(() => '').trim()) ? text : put((name) => name);
};
