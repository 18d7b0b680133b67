import { isMessage, translate } from "@shared/i18n";

const OF = { outcome: (word: string) => `audit.outcome.${word}`, resource: (word: string) => `audit.resource.${word}`, origin: (word: string) => `audit.origin.${word}` };

/** A word of the log in the reader's language; as it was written where there is none, such as an address. */
export function inWords(of: keyof typeof OF, word: string): string {
  const id = OF[of](word.replaceAll(" ", "_"));
  return isMessage(id) ? translate(id) : word;
}
