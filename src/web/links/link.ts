import { answerOf } from '../../client/client.ts';
import { api } from '../state/api.ts';

const linkApi = api.links[':link_id'];
const of = (link_id: string) => ({ link_id });

export const readLink = (id: string) => answerOf(linkApi.$get({ param: of(id) }));
export const confirmLink = (id: string) => answerOf(linkApi.confirm.$post({ param: of(id) }));
export const denyLink = (id: string) => answerOf(linkApi.deny.$post({ param: of(id) }));
/** The credential goes its own way, and is kept nowhere here. */
export const giveLinkCredential = (id: string, value: string) =>
  answerOf(linkApi.credential.$post({ param: of(id), json: { value } }));

/** Something that a client asked for and that its owner confirms or gives here. */
export type Link = Awaited<ReturnType<typeof readLink>>;
