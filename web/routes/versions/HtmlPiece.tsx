import { useLayoutEffect, useRef } from 'react';

/** A stretch of a report's text, from HTML that `sectionToHtml` made: every word in it is escaped. */
export function HtmlPiece({ html }: { html: string }) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const template = document.createElement('template');
    template.innerHTML = html;
    place.current?.replaceChildren(template.content);
  }, [html]);
  return <div ref={place} className="report-text compared" />;
}
