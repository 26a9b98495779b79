import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts a process's time in hundredths of a second, whatever its kernel was built with. */
const MS_PER_TICK = 10;

/** The processor time of one process, all threads, user and system, in milliseconds. It moves in steps of ten. */
export function cpuMsOf(pid: number): number {
  const { utime, stime } = readStat(pid);
  return (utime + stime) * MS_PER_TICK;
}

/** The processor time of a Postgres, in milliseconds: the postmaster, its back-ends, and those that have ended. */
export function cpuMsOfPostgres(postmaster: number): number {
  const { utime, stime, cutime, cstime } = readStat(postmaster);
  let ticks = utime + stime + cutime + cstime;
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const backend = readStat(Number(name));
      if (backend.parent === postmaster) ticks += backend.utime + backend.stime;
    } catch {
      // It ended while we looked: the postmaster has its time now, and shows it the next time.
    }
  }
  return ticks * MS_PER_TICK;
}

/** The process that started `pid`. */
export function parentOf(pid: number): number {
  return readStat(pid).parent;
}

function readStat(pid: number) {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The second field is the program's name in parentheses and may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const at = (field: number): number => Number(fields[field - 3]); // numbered as in proc_pid_stat(5)
  return { parent: at(4), utime: at(14), stime: at(15), cutime: at(16), cstime: at(17) };
}
