'use client';

import { useLanguage } from '#components/i18n/language-provider.tsx';

type GroupChoiceProps = { groups: string[]; chosen: string[]; setChosen: (groups: string[]) => void };

/** Which groups somebody is in. */
export function GroupChoice({ groups, chosen, setChosen }: GroupChoiceProps) {
  const { t } = useLanguage();
  return (
    <fieldset>
      <legend className="pb-1.5 text-sm font-medium">{t('people.groups')}</legend>
      {groups.length === 0 ? (
        <p className="text-sm text-muted-foreground">{t('people.noGroups')}</p>
      ) : (
        <div className="flex flex-wrap gap-1.5">
          {groups.map((group) => (
            <label
              key={group}
              className="flex cursor-pointer items-center gap-2 rounded-full border border-border px-3 py-1 text-sm has-checked:border-primary/60 has-checked:bg-primary-soft"
            >
              <input
                type="checkbox"
                checked={chosen.includes(group)}
                onChange={(event) =>
                  setChosen(event.target.checked ? [...chosen, group] : chosen.filter((one) => one !== group))
                }
                className="size-3.5 shrink-0 accent-primary"
              />
              {group}
            </label>
          ))}
        </div>
      )}
    </fieldset>
  );
}
