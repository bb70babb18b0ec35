const thing = '(?:that|this|it|(?:the|my|your) (?:\\S+ )?\\S+)';
const said = [
  'back to (?:work|business|it|the (?:server|registration|point|topic|matter))',
  '(?:(?:i am|we are|all) )?done (?:chatting|talking|joking|asking|with (?:that|this|the small talk|the questions))',
  'enough (?:of (?:that|this)|chat|chatting|talk|talking|small talk|jokes|joking)',
  `(?:sorry|apologies|my apologies|pardon|my bad|excuse me)(?: (?:about|for) ${thing})?`,
  'i (?:was|got) (?:distracted|away|sidetracked|interrupted|called away)',
  'i am back|where were we|anyway|anyhow|noted|got it|i see|fair enough|good to know',
  `(?:thanks|thank you) for (?:explaining|waiting|clarifying|asking|telling me|${thing})`,
  '(?:that|this) (?:answers (?:it|that|my questions?)|helps|helped|explains it|clears it up|is clear|is good to know)',
  '(?:i have )?no (?:more|further|other) questions',
  'that is all i (?:wanted|needed) to know',
].join('|');
const ours = '.*\\b(?:tokens?|keys?|url|address|label|name|sandbox|header|server|source|credential|auth)\\b';
const pattern = new RegExp(
  `^(?!(?:.* )?(?:sorry|apologies|pardon|thanks)${ours})(?:(?:ok|right|so|well|and|oh|alright|thanks|but|,) )*(?:${said})(?: now)?$`,
);

/** "ok back to work, yes": a clause that ends what was talked of before the yes, and says nothing of what is asked. */
export const leadsIn = (norm: string): boolean => pattern.test(norm);
