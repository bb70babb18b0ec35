import type { Source } from '../domain/source.ts';
import { say } from './reply.ts';

/** A paragraph about the source that has the same URL in the same sandbox; empty when there is none. */
export const twinText = (sources: readonly Source[], url: string, sandbox_id: string | undefined): string => {
  const twin = sources.find(
    (source) =>
      source.base_url === url && source.sandbox_id === sandbox_id && source.status !== 'disconnected',
  );
  return twin === undefined ? '' : `\n\n${say('ask.register.twin', { name: twin.name })}`;
};
