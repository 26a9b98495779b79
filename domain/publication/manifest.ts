import type { PositionKind } from '../workflow/positions.ts';

/** What a publication consists of, for anybody to check: `manifest.json` beside its files. */
export type Manifest = {
  v: 1;
  symbol: string;
  title: string;
  edition: number;
  /** UTC, ISO 8601. */
  publishedAt: string;
  sample: boolean;
  /** Short names of the participating states, alphabetical. */
  states: string[];
  files: { name: string; mediaType: string; size: number; sha256: string }[];
  sections: {
    title: string;
    number: string | null;
    digest: string;
    positions: { state: string; position: PositionKind; takenAt: string }[];
  }[];
};
