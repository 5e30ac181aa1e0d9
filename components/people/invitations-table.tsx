'use client';

import { useLanguage } from '#components/i18n/language-provider.tsx';
import { Badge } from '#components/ui/badge.tsx';
import { Button } from '#components/ui/button.tsx';
import { Table, Td, Th } from '#components/ui/table.tsx';
import type { InvitationView } from '#lib/auth/people-types.ts';
import { When } from './when.tsx';

type InvitationsTableProps = {
  invitations: InvitationView[];
  now: string;
  revoke: (id: string) => void;
  pending: boolean;
};

/** Links that nobody has used yet. */
export function InvitationsTable({ invitations, now, revoke, pending }: InvitationsTableProps) {
  const { t } = useLanguage();
  return (
    <Table label={t('people.invitations')}>
      <thead>
        <tr>
          <Th>{t('people.email')}</Th>
          <Th className="max-md:hidden">{t('people.linkIsFor')}</Th>
          <Th className="max-lg:hidden">{t('people.groups')}</Th>
          <Th className="max-md:hidden">{t('people.madeBy')}</Th>
          <Th className="max-sm:hidden">{t('people.expires')}</Th>
          <Th>
            <span className="sr-only">{t('people.revoke')}</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {invitations.map((invitation) => (
          <tr key={invitation.id} className="last:*:border-0">
            <Td className="max-w-72">
              <p className="font-medium break-all">{invitation.email}</p>
              <p className="mt-1 text-xs text-muted-foreground md:hidden">
                {invitation.role ? t(`role.${invitation.role}`) : t('people.forPassword')}
              </p>
            </Td>
            <Td className="max-md:hidden">
              {invitation.role ? t(`role.${invitation.role}`) : t('people.forPassword')}
            </Td>
            <Td className="max-lg:hidden">
              <div className="flex flex-wrap gap-1">
                {invitation.groups.map((group) => (
                  <Badge key={group}>{group}</Badge>
                ))}
              </div>
            </Td>
            <Td className="break-all max-md:hidden">
              {invitation.createdBy}
              <p className="text-xs text-muted-foreground">
                <When at={invitation.createdAt} now={now} />
              </p>
            </Td>
            <Td className="max-sm:hidden">
              <When at={invitation.expiresAt} now={now} />
            </Td>
            <Td className="text-right">
              <Button
                size="sm"
                disabled={pending}
                aria-label={t('people.revokeOf', { email: invitation.email })}
                onClick={() => revoke(invitation.id)}
              >
                {t('people.revoke')}
              </Button>
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
