import type { Progress } from '#lib/load/source-file.ts';

/** One line for the person who waits: rows, share of the file, rows a second. */
export function progressLine(doing: string, progress: Progress, seconds: number, rejected = 0): string {
  const share = progress.size > 0 ? Math.min(100, Math.round((progress.bytes / progress.size) * 100)) : 100;
  const parts = [
    `${progress.read.toLocaleString('en')} rows`,
    `${share} % of ${(progress.size / 1e6).toFixed(1)} MB`,
    `${Math.round(progress.read / Math.max(seconds, 0.001)).toLocaleString('en')} rows/s`,
  ];
  if (rejected > 0) parts.push(`${rejected.toLocaleString('en')} rejected`);
  return `${doing}: ${parts.join(', ')}`;
}

/** At most one report in two seconds: a terminal is to be read, not filled. */
export function timed(report: (progress: Progress, seconds: number) => void): (progress: Progress) => void {
  const started = performance.now();
  let last = started;
  return (progress) => {
    const now = performance.now();
    if (now - last < 2000) return;
    last = now;
    report(progress, (now - started) / 1000);
  };
}
