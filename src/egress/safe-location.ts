import type { EgressPolicy } from './port.ts';
import { judgeUrl } from './url-rules.ts';

/** Where a redirect leads, without its query, when that may be shown: it parses and passes the URL rule. */
export const safeLocation = (location: string | null, from: URL, policy: EgressPolicy): string | null => {
  const target = location === null ? null : URL.parse(location, from);
  if (target === null) return null;
  const shown = target.origin + target.pathname;
  return judgeUrl(shown, policy).ok ? shown : null;
};
