import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { AdminFrame } from '#app/admin/admin-frame.tsx';
import { measureStyles } from '#app/admin/measure-styles.ts';
import { discardQuarantineAction, publishAnywayAction } from '#app/admin/quarantine/actions.ts';
import { adminWarehouse } from '#app/admin/warehouse.ts';
import { orNotice } from '#app/or-notice.tsx';
import { checkName } from '#components/admin/quarantine/check-words.ts';
import { ChecksTable } from '#components/admin/quarantine/checks-table.tsx';
import { DecideButtons } from '#components/admin/quarantine/decide-buttons.tsx';
import { DefinitionSection } from '#components/admin/quarantine/definition-section.tsx';
import { withoutRepeats } from '#components/admin/quarantine/differences.ts';
import { ExamplesTable } from '#components/admin/quarantine/examples-table.tsx';
import { MemberSection } from '#components/admin/quarantine/member-section.tsx';
import { QuarantineFacts } from '#components/admin/quarantine/quarantine-facts.tsx';
import { whyWords } from '#components/admin/quarantine/quarantine-words.ts';
import { Banner } from '#components/ui/banner.tsx';
import { page } from '#lib/auth/page.ts';
import { findSummary } from '#lib/definition/registry.ts';
import { say } from '#lib/i18n/message.ts';
import { requestLanguage } from '#lib/i18n/request.ts';
import { quarantineDetail } from '#lib/refresh/quarantine/quarantine-detail.ts';
import { registry } from '#queries/index.ts';

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await requestLanguage()).t('quarantine.title') };
}

export default async function QuarantinedBuildPage({ params }: Props) {
  const { viewer } = await page('page /admin/quarantine/[id]');
  const language = await requestLanguage();
  const { t } = language;
  const { id } = await params;
  if (!/^[1-9]\d{0,17}$/.test(id)) notFound();
  return orNotice(async () => {
    const { write, schema } = adminWarehouse();
    const build = await quarantineDetail(write, schema, registry, id);
    if (!build) notFound();
    const open = build.state === 'open';
    return (
      <AdminFrame viewer={viewer} title={t('quarantine.one', { summary: build.summary })}>
        {open && <Banner tone="warning">{whyWords(build, language)}</Banner>}
        <QuarantineFacts
          build={build}
          zone={findSummary(registry, build.summary)?.zone ?? 'UTC'}
          now={new Date().toISOString()}
          language={language}
          action={
            open && (
              <DecideButtons
                id={build.id}
                why={build.why}
                refusal={build.refusal && say(build.refusal, language)}
                actions={{ publish: publishAnywayAction, discard: discardQuarantineAction }}
              />
            )
          }
        />
        <div className="flex flex-col gap-2.5">
          <h2 className="text-base font-semibold">{t('quarantine.checks')}</h2>
          <ChecksTable checks={build.checks} language={language} />
        </div>
        {build.examples.map((examples) => {
          const title = t('quarantine.failingRows', {
            summary: examples.summary,
            check: checkName(examples, language),
          });
          return (
            <div key={title} className="flex flex-col gap-2.5">
              <h2 className="text-base font-semibold break-words">{title}</h2>
              <ExamplesTable label={title} examples={examples} />
            </div>
          );
        })}
        {withoutRepeats(build.definition, build.members).map((diff) => (
          <DefinitionSection
            key={diff.summary}
            diff={diff}
            styles={measureStyles(registry, diff.summary)}
            language={language}
          />
        ))}
        {build.note && <p className="text-sm text-muted-foreground">{say(build.note, language)}</p>}
        {build.members.map((member) => (
          <MemberSection
            key={member.summary}
            member={member}
            styles={measureStyles(registry, member.summary)}
            language={language}
          />
        ))}
      </AdminFrame>
    );
  });
}
