import { isWebAddress, REFERENCE_CHARACTER } from '../../domain/document/inline-rules.ts';
import { newBlockId } from './block-ids.ts';
import { PASTED_STYLE, parsePasted, styleOf } from './paste-parsing.ts';
import { wordListsToLists } from './paste-word-lists.ts';

export type CleanedPaste = {
  /** HTML of elements that the schema knows, without style, class or script. */
  html: string;
  /** The texts of footnotes that came along, as inline HTML, by the id of their call. */
  footnotes: Map<string, string>;
  /** How many pictures were left out: they have to be uploaded. */
  images: number;
};

export type PasteRules = {
  /** Whether a block that was cut here may keep its id: true when the report no longer has it. */
  keepsId: (id: string) => boolean;
};

/** What is taken out with everything inside. */
const DROPPED =
  'script, style, meta, link, title, xml, template, iframe, object, embed, form, input, button, select, ' +
  'textarea, svg, math, audio, video, canvas, noscript, del, colgroup, head';

/** Attributes of our own clipboard that carry meaning; ids are handled apart. */
const OWN_ATTRIBUTES = [
  'data-pm-slice',
  'data-caption',
  'data-source',
  'data-alternative',
  'data-file',
  'data-footnote',
  'data-target',
  'data-unnumbered',
  'data-recommendation',
  'data-footnote-text',
];

/**
 * Cleans pasted HTML from Word, a web page, a mail or our own editor: text, structure and emphasis stay, all
 * else goes. Word's footnotes become ours, its numbered and bulleted paragraphs become lists, deletions it
 * tracked are gone and comments too. Needs a DOM (`DOMParser`), and touches no document.
 */
export function cleanPastedHtml(html: string, rules: PasteRules): CleanedPaste {
  const body = parsePasted(html);
  const footnotes = new Map<string, string>();
  const own = body.querySelector('[data-pm-slice]') !== null;

  takeOwnFootnotes(body, footnotes, own);
  takeWordFootnotes(body, footnotes);
  dropComments(body);
  for (const element of body.querySelectorAll(DROPPED)) element.remove();
  const images = body.querySelectorAll('img, picture').length;
  for (const image of body.querySelectorAll('img, picture')) image.remove();
  wordListsToLists(body);
  emphasis(body);
  lineBreaks(body);
  for (const inner of body.querySelectorAll('td table, th table')) inner.replaceWith(inner.textContent ?? '');
  for (const caption of body.querySelectorAll('caption')) {
    caption.closest('table')?.setAttribute('data-caption', plain(caption));
    caption.remove();
  }
  cleanText(body);
  for (const element of [...body.querySelectorAll('*')]) cleanAttributes(element, own, rules);
  for (const empty of body.querySelectorAll('p, li, h1, h2, h3, h4, h5, h6')) {
    if (!own && plain(empty) === '' && !empty.querySelector('span')) empty.remove();
  }
  return { html: body.innerHTML.trim(), footnotes, images };
}

/** Our serializer writes a footnote's text onto its call, so that both travel together. */
function takeOwnFootnotes(body: HTMLElement, footnotes: Map<string, string>, own: boolean): void {
  for (const call of body.querySelectorAll('span[data-footnote], span[data-target]')) {
    const id = call.getAttribute('data-footnote');
    const content = call.getAttribute('data-footnote-content');
    if (!own) call.replaceWith(...call.childNodes);
    else {
      call.textContent = REFERENCE_CHARACTER;
      if (id && content !== null) footnotes.set(id, inlineHtml(content));
    }
  }
}

/** Word writes `<a href="#_ftn1">[1]</a>` in the text and `<div id="ftn1">` behind it. */
function takeWordFootnotes(body: HTMLElement, footnotes: Map<string, string>): void {
  for (const call of body.querySelectorAll('a[href*="#_ftn"], a[href*="#_edn"]')) {
    const name = /#_((?:ftn|edn)\d+)$/.exec(call.getAttribute('href') ?? '')?.[1];
    if (!name) continue;
    const text = body.ownerDocument.getElementById(name);
    if (text?.contains(call)) continue;
    const id = newBlockId();
    if (text) {
      for (const back of text.querySelectorAll('a[href*="#_ftnref"], a[href*="#_ednref"]')) back.remove();
      footnotes.set(id, inlineHtml(text.innerHTML));
      text.remove();
    }
    const span = body.ownerDocument.createElement('span');
    span.setAttribute('data-footnote', id);
    span.textContent = REFERENCE_CHARACTER;
    call.replaceWith(span);
  }
  for (const rest of body.querySelectorAll(
    `${saying('mso-element:footnote')}, ${saying('mso-element:endnote')}`,
  ))
    rest.remove();
}

/** Comments of the file (conditional ones of Word included) and of its reviewers. */
function dropComments(body: HTMLElement): void {
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_COMMENT);
  const comments: Node[] = [];
  while (walker.nextNode()) comments.push(walker.currentNode);
  for (const comment of comments) comment.parentNode?.removeChild(comment);
  const reviewers = `.MsoCommentReference, .msocomanchor, ${saying('mso-element:comment')}, a[href*="#_msocom"], mark[data-thread]`;
  for (const element of body.querySelectorAll(reviewers)) {
    if (element.matches('mark')) element.replaceWith(...element.childNodes);
    else element.remove();
  }
}

/** Emphasis that was told by style (Google Docs, Word on the web) becomes an element; weight "normal" becomes nothing. */
function emphasis(body: HTMLElement): void {
  for (const element of body.querySelectorAll('b, strong, i, em, span')) {
    const { fontWeight, fontStyle } = styleOf(element);
    const says =
      element.tagName === 'B' || element.tagName === 'STRONG'
        ? 'strong'
        : element.tagName === 'I' || element.tagName === 'EM'
          ? 'em'
          : '';
    const bold = fontWeight ? fontWeight === 'bold' || Number(fontWeight) >= 600 : says === 'strong';
    const italic = fontStyle ? fontStyle === 'italic' || fontStyle === 'oblique' : says === 'em';
    if (element.hasAttribute('data-footnote') || element.hasAttribute('data-target')) continue;
    const children = [...element.childNodes];
    let wrapped = children;
    for (const tag of [bold && 'strong', italic && 'em']) {
      if (!tag || children.length === 0) continue;
      const wrapper = body.ownerDocument.createElement(tag);
      wrapper.append(...wrapped);
      wrapped = [wrapper];
    }
    element.replaceWith(...wrapped);
  }
}

/** Two line breaks end a paragraph, one is a space: the text has no line breaks of its own. */
function lineBreaks(body: HTMLElement): void {
  for (const pre of body.querySelectorAll('pre')) {
    const paragraphs = (pre.textContent ?? '').split(/\n+/).map((line) => {
      const p = body.ownerDocument.createElement('p');
      p.textContent = line;
      return p;
    });
    pre.replaceWith(...paragraphs);
  }
  for (const block of body.querySelectorAll('p, div')) {
    if (!block.querySelector(':scope > br + br')) continue;
    const parts = block.innerHTML.split(/(?:<br[^>]*>\s*){2,}/);
    const paragraphs = parts.map((part) => {
      const p = body.ownerDocument.createElement('p');
      p.innerHTML = part;
      return p;
    });
    block.replaceWith(...paragraphs);
  }
  for (const br of body.querySelectorAll('br')) br.replaceWith(' ');
}

/** Runs of spaces are an accident of typesetting; a single no-break space is meant. */
function cleanText(body: HTMLElement): void {
  const walker = body.ownerDocument.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode;
    const isReference = node.parentElement?.matches('span[data-footnote], span[data-target]');
    if (isReference) continue;
    node.nodeValue = (node.nodeValue ?? '')
      .replaceAll(REFERENCE_CHARACTER, '')
      .replace(/[\u200b\ufeff\u00ad]/g, '')
      .replace(/[ \t\r\n\u00a0]*[ \t\r\n][ \t\r\n\u00a0]*|\u00a0{2,}/g, ' ');
  }
}

function cleanAttributes(element: Element, own: boolean, rules: PasteRules): void {
  // Word's own tags (o:p, w:sdt …) hold text at most.
  if (element.tagName.includes(':')) {
    element.replaceWith(...element.childNodes);
    return;
  }
  for (const { name, value } of [...element.attributes]) {
    const keeps =
      (name === 'href' && element.tagName === 'A' && isWebAddress(value)) ||
      ((name === 'colspan' || name === 'rowspan') && /^T[DH]$/.test(element.tagName)) ||
      (name === 'data-caption' && element.tagName === 'TABLE') ||
      (name === 'data-footnote' && element.tagName === 'SPAN') ||
      (own && OWN_ATTRIBUTES.includes(name)) ||
      (own && name === 'data-id' && rules.keepsId(value));
    if (!keeps) element.removeAttribute(name);
  }
  if (element.tagName === 'A' && !element.hasAttribute('href')) element.replaceWith(...element.childNodes);
}

function inlineHtml(html: string): string {
  const body = parsePasted(html);
  for (const block of body.querySelectorAll('p, div')) block.after(' ');
  for (const element of body.querySelectorAll('*')) {
    const stays = element.tagName === 'EM' || element.tagName === 'I' || element.tagName === 'A';
    const target = element.getAttribute('data-target');
    const href = element.getAttribute('href');
    for (const { name } of [...element.attributes]) element.removeAttribute(name);
    if (element.tagName === 'A' && isWebAddress(href)) element.setAttribute('href', href);
    else if (element.tagName === 'SPAN' && target) element.setAttribute('data-target', target);
    else if (!stays || element.tagName === 'A') element.replaceWith(...element.childNodes);
  }
  return body.innerHTML.replace(/\s+/g, ' ').trim();
}

/** Selects what has these words in its style. */
function saying(words: string): string {
  return `[${PASTED_STYLE}*="${words}"]`;
}

function plain(element: Element): string {
  return (element.textContent ?? '').replace(/\s+/g, ' ').trim();
}
