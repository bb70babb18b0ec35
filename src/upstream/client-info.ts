/** What servers are told about us. */
export const clientInfo = { name: 'concierge', version: '0.1.0' };
