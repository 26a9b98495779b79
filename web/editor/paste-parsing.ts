/** Where a parsed paste keeps what its elements said in `style`. */
export const PASTED_STYLE = 'data-pasted-style';

/** A start tag with its attributes; a quoted value may hold anything, `>` included. */
const START_TAG = /<[a-z](?:"[^"]*"|'[^']*'|[^"'>])*>/gi;
/** A quoted value, which stays, or the name of the attribute `style`. */
const STYLE_NAME = /("[^"]*"|'[^']*')|(?<=[\s"'/])style(?=\s*=)/gi;
const STYLE_SHEETS = /<style\b[\s\S]*?<\/style\s*>/gi;

/**
 * Parses pasted HTML into a document of its own, in which nothing is loaded or run. The content security policy
 * of the page holds there too: it would take no `style` in, by which Word and web pages tell emphasis, and report
 * each in the console. So they are renamed before anything parses them; {@link styleOf} reads them.
 */
export function parsePasted(html: string): HTMLElement {
  const renamed = html
    .replace(STYLE_SHEETS, '')
    .replace(START_TAG, (tag) =>
      tag.replace(STYLE_NAME, (_found, quoted?: string) => quoted ?? PASTED_STYLE),
    );
  return new DOMParser().parseFromString(renamed, 'text/html').body;
}

/** What an element of a parsed paste says about its looks: setting that by script is allowed. */
export function styleOf(element: Element): CSSStyleDeclaration {
  const { style } = document.createElement('span');
  style.cssText = element.getAttribute(PASTED_STYLE) ?? '';
  return style;
}
