const seconds = { second: 1, minute: 60, hour: 3_600, day: 86_400, week: 604_800 } as const;

/** Seconds of `'15 minutes'`, or null for a text that says no duration. */
export function everySeconds(text: string): number | null {
  const match = /^(\d{1,4}) (second|minute|hour|day|week)s?$/.exec(text.trim());
  const unit = match?.[2] as keyof typeof seconds | undefined;
  const count = Number(match?.[1] ?? 0);
  return unit && count > 0 ? count * seconds[unit] : null;
}
