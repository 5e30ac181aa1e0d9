type ChoiceProps = { name: string; checked: boolean; choose: () => void; title: string; about: string };

/** One of several ways, with what it means. */
export function Choice({ name, checked, choose, title, about }: ChoiceProps) {
  return (
    <label className="flex cursor-pointer items-start gap-2.5 rounded-md border border-border px-3 py-2 has-checked:border-primary/60 has-checked:bg-primary-soft">
      <input
        type="radio"
        name={name}
        checked={checked}
        onChange={choose}
        className="mt-0.5 size-4 shrink-0 accent-primary"
      />
      <span className="text-sm">
        <span className="font-medium">{title}</span>
        <span className="block text-xs text-muted-foreground">{about}</span>
      </span>
    </label>
  );
}
