const KB = 1000;

/** A file's size for people, in decimal units as file managers show it: "812 bytes", "74 kB", "1.4 MB". */
export function sizeWords(bytes: number): string {
  if (bytes < KB) return `${bytes} ${bytes === 1 ? 'byte' : 'bytes'}`;
  if (Math.round(bytes / KB) < KB) return `${Math.round(bytes / KB)} kB`;
  return `${(bytes / (KB * KB)).toFixed(1)} MB`;
}
