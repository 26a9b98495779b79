import { coldOpen } from './cold-open.ts';
import { disk } from './disk.ts';
import { fanOut } from './fan-out.ts';
import { flood } from './flood.ts';
import { lossWindow } from './loss-window.ts';
import { manySections } from './many-sections.ts';
import type { Scenario } from './scenario.ts';
import { storm } from './storm.ts';
import { typing } from './typing.ts';

/** Every scenario, in the order in which they run. */
export const scenarios: Scenario[] = [typing, fanOut, manySections, coldOpen, storm, flood, lossWindow, disk];
