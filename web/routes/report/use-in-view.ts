import { useEffect, useState } from 'react';

/** The id of the section that is read now: the last one that begins above the upper third of the window. */
export function useSectionInView(sectionIds: string): string | null {
  const [inView, setInView] = useState<string | null>(null);
  useEffect(() => {
    const ids = sectionIds.split(',');
    let frame = 0;
    const look = () => {
      frame = 0;
      const line = window.innerHeight / 3;
      const passed = ids.filter((id) => {
        const element = document.getElementById(`section-${id}`);
        return element !== null && element.getBoundingClientRect().top <= line;
      });
      setInView(passed.at(-1) ?? ids[0] ?? null);
    };
    const ask = () => {
      frame ||= requestAnimationFrame(look);
    };
    ask();
    window.addEventListener('scroll', ask, { passive: true });
    window.addEventListener('resize', ask);
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener('scroll', ask);
      window.removeEventListener('resize', ask);
    };
  }, [sectionIds]);
  return inView;
}
