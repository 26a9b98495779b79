import type { SampleSection } from '../script.ts';
import { cargo } from './cargo.ts';
import { conclusions } from './conclusions.ts';
import { custody } from './custody.ts';
import { identity } from './identity.ts';
import { imagery } from './imagery.ts';
import { mandate } from './mandate.ts';
import { method } from './method.ts';
import { payments } from './payments.ts';
import { registers } from './registers.ts';
import { summary } from './summary.ts';
import { transfer } from './transfer.ts';

/** What stands on the title page. The word “sample” is in every place where it might be quoted from. */
export const SAMPLE_REPORT = {
  symbol: 'MSMT/SAMPLE/1',
  title: 'Sample report: how maritime transfers are documented — invented for demonstration',
  languages: ['en'],
};

/** The sections in their order. */
export const SAMPLE_SECTIONS: SampleSection[] = [
  summary,
  mandate,
  method,
  transfer,
  identity,
  cargo,
  imagery,
  payments,
  conclusions,
  registers,
  custody,
];
