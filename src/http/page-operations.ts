import { operation } from './operation.ts';

export const pageOperations = {
  page: operation({
    id: 'showPage',
    summary: 'The web page; for what is no browser, a few words',
    answer: { text: ['html', 'plain'] },
  }),
  signIn: operation({
    id: 'showSignIn',
    summary: 'The web page, where one signs in',
    answer: { text: ['html', 'plain'] },
  }),
  link: operation({
    id: 'showLink',
    summary: 'The web page, where something that a client asked for is confirmed or given',
    answer: { text: ['html', 'plain'] },
  }),
  file: operation({
    id: 'getPageFile',
    summary: 'What the web page is made of',
    answer: { text: ['css', 'javascript'] },
  }),
};
