import { connection } from '../state/connection.ts';

const sentences = {
  online: '',
  lost: 'The server cannot be reached. Trying again…',
  back: 'Connected again.',
};

/** A line on top while the server is gone, and when it is back. */
export const Reconnecting = () => (
  <div class={`connection ${connection.value}`} role="status">
    {sentences[connection.value]}
  </div>
);
