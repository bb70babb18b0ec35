import type { UpdatedSource } from '../../flows/update-rules.ts';

const shownFields = ['name', 'base_url', 'auth_kind', 'auth_header'] as const;

/** What questions show of a source; what is confirmed is that. */
export const asShown = ({ data_source_id, name, base_url, auth_kind, auth_header }: UpdatedSource) => ({
  data_source_id,
  name,
  base_url,
  auth_kind,
  auth_header,
});

/** True while nothing that was shown has changed. */
export const isAsShown = (shown: Partial<UpdatedSource>, now: UpdatedSource): boolean =>
  shownFields.every((field) => !(field in shown) || shown[field] === now[field]);
