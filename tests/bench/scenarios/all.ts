import { fanOut } from './fan-out.ts';
import type { Scenario } from './scenario.ts';
import { typing } from './typing.ts';

/** Every scenario, in the order in which they run. */
export const scenarios: Scenario[] = [typing, fanOut];
