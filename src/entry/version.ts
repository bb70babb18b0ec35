import manifest from 'concierge/package.json' with { type: 'json' };

/** The release, as the package names it. */
export const { version } = manifest;
