/** Little words of other languages that English has not; names of things are no sign of a language. */
const words = new Set(
  `ich und nicht bitte lösche alles möchte meinen meine mein einen eine das wie warum kannst können hinzufügen löschen verbinden zeige welche
  je et pas vous mon ma mes une les des avec pour voudrais veux ajouter supprime supprimer supprimez connecter montre quels quelle comment pourquoi
  el los una por para quiero puedes puedo mi mis añadir agregar eliminar elimina borra borrar conectar muestra qué cómo cuáles está hacer favor
  il gli della vorrei voglio posso puoi mio mia miei aggiungere aggiungi elimina rimuovi collegare mostra quali perché sono
  eu meu minha uma não quero você adicionar remover conectar mostrar quais por ik een mijn niet wil graag toevoegen verwijderen welke`.split(
    /\s+/,
  ),
);
const otherScript =
  /[\p{Script=Cyrillic}\p{Script=Han}\p{Script=Hiragana}\p{Script=Hangul}\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Greek}\p{Script=Devanagari}\p{Script=Thai}]{2}/u;

/** True for a message in a language that the offline interpreter does not understand. */
export const looksForeign = (text: string): boolean => {
  if (otherScript.test(text)) return true;
  const said = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  const known = said.filter((word) => words.has(word)).length;
  return known >= 1 && known * 3 >= said.length;
};
