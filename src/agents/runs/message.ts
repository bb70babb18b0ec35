import { fence } from '../loop/tool-result.ts';

/** What an agent is told when it is run for a test: the event, as data, or that there is none. */
export const testMessage = (event_payload: unknown): string => {
  if (event_payload === undefined || event_payload === null) return 'Do your task now. There is no event.';
  const text = typeof event_payload === 'string' ? event_payload : JSON.stringify(event_payload, null, 2);
  return `Do your task for this event:\n${fence(text)}`;
};
