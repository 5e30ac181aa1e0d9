type ProgressProps = { label: string; done: number; total: number | null };

/** Without a total the bar says only that something is under way. */
export function Progress({ label, done, total }: ProgressProps) {
  const share = total === null || total === 0 ? null : Math.min(1, done / total);
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={total ?? undefined}
      aria-valuenow={share === null ? undefined : Math.min(done, total ?? done)}
      className="h-1.5 w-full overflow-hidden rounded-full bg-muted"
    >
      <div
        className={
          share === null
            ? 'animate-skeleton h-full w-1/3 rounded-full bg-primary'
            : 'h-full rounded-full bg-primary transition-[width]'
        }
        style={share === null ? undefined : { width: `${share * 100}%` }}
      />
    </div>
  );
}
