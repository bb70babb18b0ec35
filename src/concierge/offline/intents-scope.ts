import { pattern } from './lexicon.ts';
import { type Intent, isRequest, reading } from './said.ts';
import { urlOf } from './slots.ts';

const destroyed = pattern(
  '\\b(?:<remove>|<drop>|get rid of|archive|suspend|clear|reset|clean|burn|truncate|shut down)\\b',
);
const sacred = pattern(
  '\\b(?:<sandbox>|SANDBOX|account|tenant|<agent>|AGENT|everything|all (?:the |my |our )?(?:data|of it|things|stuff|records|files|tables)|databases?|data|api keys?|olk|users?|history|logs?|transcripts?|production|cluster|disk)\\b',
);
export const destructive: Intent = ({ norm, sources }) =>
  destroyed.test(norm) &&
  sacred.test(norm) &&
  sources.length === 0 &&
  !/\b(?:not|from|undo|in) (?:\S+ ){0,2}(?:agents?|sandbox|AGENT)\b/.test(norm) &&
  !pattern('\\b(?:sources|servers|connections|integrations)\\b').test(norm) &&
  !pattern('^(?:which|what|show|list)\\b').test(norm)
    ? reading(3, { command: 'out_of_scope', kind: 'destructive' })
    : null;

const otherWork = pattern(
  '\\b(?:order|buy|book|pizza|code|script|poem|essay|email|e mail|translate|calculate|send|call (?:mom|my)|play|music|song|write|draft|summari[sz]e|search the web|google|invoice|pay|refund me|deploy|restart|reboot|install (?:node|python|docker)|schedule|remind|alarm|talk|speak|program)\\b',
);
const otherThing = pattern(
  '\\b(?:stdio|rest api|graphql|openapi|swagger|soap|grpc|webhooks?|slack|notion|google drive|salesforce|s3 bucket|postgres\\w*|mysql|oauth2?(?: flow)?|mtls|client certificate|basic auth\\w*|user ?(?:name)? ?(?:and|/) ?pass\\w*|username|saml|kerberos|^basic$|a human|real person|npx|uvx|docker run|local command|saml|(?:create|make(?! that)|new|add|build) (?:\\S+ ){0,3}(?:<sandbox>|<agent>|account|api key|user))\\b',
);
export const notSupported: Intent = ({ norm, phrase }) => {
  if (
    otherThing.test(norm) &&
    urlOf(phrase) === undefined &&
    !pattern('\\bmcp\\b(?! stdio)').test(norm.replace(/\bnot (?:an? )?mcp\b/, ''))
  )
    return reading(3, { command: 'out_of_scope', kind: 'not_supported' });
  if (/\bstdio\b/.test(norm) || /\b(?:is not|no|not an?|without) mcp\b/.test(norm))
    return reading(3, { command: 'out_of_scope', kind: 'not_supported' });
  return isRequest(norm, otherWork) ? reading(2, { command: 'out_of_scope', kind: 'not_supported' }) : null;
};
const chat =
  /\b(?:favou?rite|joke|how are you|how do you do|how is it going(?! with)|how was your|are you (?:a |an |real|human|alive|there|happy|smart|chatgpt|ai)|who (?:are|made|built|created) you|what is your name|your name|weather (?:today|like|there)|nice weather|love you|you rock|who am i|\d ?[+*x] ?\d|marry|meaning of life|tell me (?:a|something) (?:joke|story|funny|fun)|story|football|bored|lol|haha\w*|i am (?:tired|hungry|happy|sad)|do you (?:like|love|dream|sleep|know|think|have (?:feelings|friends))|you are (?:great|nice|funny|smart|cool|stupid|dumb|useless|awesome|amazing)|weekend|old are you|where are you from|what time is it|sing)\b/;
export const chitchat: Intent = ({ norm }) =>
  chat.test(norm)
    ? reading(/^(?:tell|sing)\b/.test(norm) ? 3 : 2, {
        command: 'out_of_scope',
        kind: 'chitchat',
      })
    : null;
