import type { Signal } from '../../domain/events.ts';
import { keys } from './keys.ts';

/** Which answers of the server a signal makes old, as prefixes of the keys in {@link keys}. */
export function keysTouchedBy(signal: Signal): readonly (readonly string[])[] {
  if (signal.kind === 'text') {
    const { reportId, sectionId } = signal;
    // A position goes stale, or comes true again, with the text.
    return [keys.text(sectionId), keys.report(reportId), keys.clearance(reportId)];
  }
  if (signal.kind === 'presence') return [keys.presence(signal.reportId)];
  const { event, reportId, sectionId } = signal;
  const aboutReport = reportId === null ? [] : [keys.report(reportId), keys.activity(reportId), keys.reports];
  const [area] = event.split('.');
  switch (area) {
    case 'thread':
      return sectionId === null ? aboutReport : [keys.threads(sectionId), ...aboutReport];
    case 'position':
      return reportId === null ? [] : [keys.clearance(reportId), ...aboutReport];
    case 'version':
      return sectionId === null ? aboutReport : [['section', sectionId], ...aboutReport];
    case 'section':
      return [
        ...(sectionId === null ? [] : [['section', sectionId]]),
        ...(reportId === null ? [] : [['report', reportId]]),
        keys.reports,
      ];
    case 'report':
      return [...(reportId === null ? [] : [['report', reportId]]), keys.reports];
    case 'person':
    case 'delegation':
    case 'workspace':
      // Rights, names and tags show everywhere.
      return [keys.people, keys.delegations, keys.me, keys.reports, ['report'], ['section']];
    default:
      return aboutReport;
  }
}
