/**
 * Makes `container` hold what `next` holds by changing only what differs, so that the rest of the page keeps
 * its selection, its focus and its place. Elements are known again by `data-id`; `next` is emptied on the way.
 */
export function patch(container: Element, next: ParentNode): void {
  const byId = new Map<string, Element>();
  for (const child of container.children) {
    const id = child.getAttribute('data-id');
    if (id) byId.set(id, child);
  }
  let cursor: ChildNode | null = container.firstChild;
  for (const wanted of [...next.childNodes]) {
    const id = wanted instanceof Element ? wanted.getAttribute('data-id') : null;
    const known = id ? byId.get(id) : null;
    const old: ChildNode | null = known ?? (cursor && isAlike(cursor, wanted) ? cursor : null);
    if (!old || (known && known.nodeName !== wanted.nodeName)) {
      container.insertBefore(wanted, cursor);
      continue;
    }
    if (old === cursor) cursor = cursor.nextSibling;
    else container.insertBefore(old, cursor);
    update(old, wanted);
  }
  while (cursor) {
    const rest: ChildNode = cursor;
    cursor = cursor.nextSibling;
    rest.remove();
  }
}

/** Whether two nodes without ids may be taken for the same one. */
function isAlike(old: ChildNode, wanted: ChildNode): boolean {
  if (old.nodeName !== wanted.nodeName) return false;
  if (!(old instanceof Element) || !(wanted instanceof Element)) return true;
  return (
    !old.hasAttribute('data-id') && !wanted.hasAttribute('data-id') && old.className === wanted.className
  );
}

function update(old: ChildNode, wanted: ChildNode): void {
  if (old.isEqualNode(wanted)) return;
  if (!(old instanceof Element) || !(wanted instanceof Element)) {
    old.nodeValue = wanted.nodeValue;
    return;
  }
  for (const { name } of [...old.attributes]) if (!wanted.hasAttribute(name)) old.removeAttribute(name);
  for (const { name, value } of [...wanted.attributes])
    if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  patch(old, wanted);
}
