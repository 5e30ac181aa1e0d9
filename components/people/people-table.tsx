'use client';

import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { cn } from '#components/ui/cn.ts';
import { Table, Td, Th } from '#components/ui/table.tsx';
import type { PersonView } from '#lib/auth/people-types.ts';
import { When } from './when.tsx';

type PeopleTableProps = { people: PersonView[]; self: string; now: string; change: (person: PersonView) => void };

/** Everybody, with what they may see and when they were last here. */
export function PeopleTable({ people, self, now, change }: PeopleTableProps) {
  const { t } = useLanguage();
  return (
    <Table label={t('people.people')}>
      <thead>
        <tr>
          <Th>{t('people.person')}</Th>
          <Th className="max-md:hidden">{t('people.role')}</Th>
          <Th className="max-lg:hidden">{t('people.groups')}</Th>
          <Th className="max-xl:hidden">{t('people.rows')}</Th>
          <Th className="max-md:hidden">{t('people.lastSeen')}</Th>
          <Th className="max-md:hidden">{t('people.state')}</Th>
          <Th>
            <span className="sr-only">{t('people.change')}</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {people.map((person) => (
          <tr key={person.email} className="last:*:border-0">
            <Td className="max-w-80">
              <div className="flex items-start gap-3">
                <span
                  aria-hidden="true"
                  className={cn(
                    'mt-0.5 grid size-8 shrink-0 place-items-center rounded-full text-sm font-semibold max-sm:hidden',
                    person.disabled ? 'bg-muted text-muted-foreground' : 'bg-primary-soft text-primary',
                  )}
                >
                  {(person.name || person.email).slice(0, 1).toUpperCase()}
                </span>
                <div className="min-w-0">
                  <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
                    <span className="font-medium break-words">{person.name || person.email}</span>
                    {person.email === self && <Badge>{t('people.you')}</Badge>}
                  </p>
                  <p className="text-xs break-all text-muted-foreground">{person.email}</p>
                  <div className="mt-2 flex flex-wrap items-center gap-1.5 md:hidden">
                    <Badge>{t(`role.${person.role}`)}</Badge>
                    <State person={person} />
                  </div>
                </div>
              </div>
            </Td>
            <Td className="max-md:hidden">{t(`role.${person.role}`)}</Td>
            <Td className="max-lg:hidden">
              {person.groups.length === 0 ? (
                <None />
              ) : (
                <div className="flex max-w-56 flex-wrap gap-1">
                  {person.groups.map((group) => (
                    <Badge key={group}>{group}</Badge>
                  ))}
                </div>
              )}
            </Td>
            <Td className="max-w-64 max-xl:hidden">
              {Object.keys(person.attributes).length === 0 ? (
                <None />
              ) : (
                Object.entries(person.attributes).map(([name, values]) => (
                  <p key={name} title={values.join(', ')} className="line-clamp-2">
                    <span className="text-muted-foreground">{name}:</span> {values.join(', ')}
                  </p>
                ))
              )}
            </Td>
            <Td className="max-md:hidden">
              {person.seenAt ? (
                <When at={person.seenAt} now={now} />
              ) : (
                <span className="text-muted-foreground">{t('people.never')}</span>
              )}
              <p className="text-xs whitespace-nowrap text-muted-foreground">
                {t('people.browsersAndTokens', { browsers: person.sessions, tokens: person.tokens })}
              </p>
            </Td>
            <Td className="max-md:hidden">
              <State person={person} />
            </Td>
            <Td className="text-right">
              <Button
                size="sm"
                onClick={() => change(person)}
                aria-label={t('people.changeOf', { name: person.name || person.email })}
              >
                {t('people.change')}
              </Button>
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function State({ person }: { person: PersonView }) {
  const { t } = useLanguage();
  return person.disabled ? (
    <Badge tone="destructive">{t('people.disabled')}</Badge>
  ) : (
    <Badge tone="success">{t('people.active')}</Badge>
  );
}

const None = () => <span className="text-muted-foreground">–</span>;
