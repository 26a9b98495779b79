/**
 * A state's short name inside a sentence: “the Netherlands”, “the Republic of Korea”, “Japan”. Lists and tags
 * go without the article.
 */
export function inSentence(shortName: string): string {
  return TAKES_ARTICLE.test(shortName) ? `the ${shortName}` : shortName;
}

/** The same at the beginning of a sentence. */
export function atStart(shortName: string): string {
  return TAKES_ARTICLE.test(shortName) ? `The ${shortName}` : shortName;
}

const TAKES_ARTICLE =
  /^(Bahamas|Gambia|Netherlands|Philippines)$|^(United|Republic|Kingdom|Federal|Federated|Democratic|Russian)\b|\b(Islands|Republic|Federation|Emirates)$/;
