import { type ESTree, parseSync, Visitor } from 'vite';

const testFunctions = new Set(['test', 'it', 'describe', 'suite']);

/**
 * The titles that a test file gives to its tests and suites, in the order of the file. Of a template only
 * the fixed beginning counts, since no rule may hang on a computed title.
 */
export function testTitles(file: string, source: string): string[] {
  const titles: string[] = [];
  const onCall = (node: ESTree.CallExpression) => {
    const title = node.arguments[0];
    if (title === undefined || !testFunctions.has(rootName(node.callee))) return;
    if (title.type === 'Literal' && typeof title.value === 'string') titles.push(title.value);
    if (title.type === 'TemplateLiteral') titles.push(title.quasis[0]?.value.cooked ?? '');
  };
  new Visitor({ CallExpression: onCall }).visit(parseSync(file, source).program);
  return titles;
}

/** The rules that a title cites: the numbers it begins with, as in "SYNC1 …" or "SYNC1, GATE2: …". */
export function citationsIn(title: string): string[] {
  const [beginning = ''] = /^(?:[A-Z]{2,}\d+(?:[,:]?\s+|[,:]?$))+/.exec(title) ?? [];
  return beginning.match(/[A-Z]+\d+/g) ?? [];
}

/** `test` for `test`, `test.skipIf(slow)`, `test.each([…])` and the like. */
function rootName(callee: ESTree.Expression): string {
  if (callee.type === 'Identifier') return callee.name;
  if (callee.type === 'CallExpression') return rootName(callee.callee);
  return callee.type === 'MemberExpression' ? rootName(callee.object) : '';
}
