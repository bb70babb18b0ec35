/** 256 random bits as 43 characters that a URL and a header may hold: what nobody can guess. */
export const drawSecret = (): string => {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace('=', '');
};
