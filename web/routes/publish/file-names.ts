/** What a file of an edition is to a reader. */
export function fileTitle(name: string): string {
  return TITLES[name] ?? 'Picture';
}

const TITLES: Record<string, string> = {
  'report.pdf': 'PDF, to print and to archive',
  'report.html': 'One HTML file, to read without a connection',
  'report.json': 'Data, for programs',
};
