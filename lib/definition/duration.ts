const units: Record<string, number> = {
  second: 1_000,
  minute: 60_000,
  hour: 3_600_000,
  day: 86_400_000,
  week: 604_800_000,
};

/** Milliseconds of `'15 minutes'`, `'1 hour'`, `'0 minutes'`; null for anything else. */
export function parseInterval(text: string): number | null {
  const match = /^(\d{1,6}) (second|minute|hour|day|week)s?$/.exec(text.trim());
  return match?.[1] && match[2] ? Number(match[1]) * (units[match[2]] ?? 0) : null;
}
