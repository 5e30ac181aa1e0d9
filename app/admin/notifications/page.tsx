import type { Metadata } from 'next';
import { AdminBar } from '#app/admin/admin-bar.tsx';
import { SignedIn } from '#app/signed-in.tsx';
import { AdminHeading } from '#components/admin/admin-heading.tsx';
import { page } from '#lib/auth/page.ts';
import { requestLanguage } from '#lib/i18n/request.ts';
import { readDeliveries } from '#lib/notify/deliveries.ts';
import { readWebhook } from '#lib/notify/webhook.ts';
import { controlStore } from '#lib/store/connect.ts';
import { WebhookButtons } from './webhook-buttons.tsx';
import { WebhookForm } from './webhook-form.tsx';

export async function generateMetadata(): Promise<Metadata> {
  const { t } = await requestLanguage();
  return { title: t('notifications.title') };
}

export default async function NotificationsPage() {
  const { viewer } = await page('page /admin/notifications');
  const { t, tag } = await requestLanguage();
  const store = controlStore();
  const [webhook, deliveries] = await Promise.all([readWebhook(store), readDeliveries(store)]);
  return (
    <SignedIn viewer={viewer}>
      <AdminBar />
      <div className="grid max-w-2xl gap-6">
        <header>
          <AdminHeading title={t('notifications.title')} />
          <p className="mt-1 text-muted-foreground text-sm">{t('notifications.about')}</p>
        </header>
        <WebhookForm url={webhook?.url ?? ''} />
        {webhook && (
          <>
            <section aria-labelledby="secret-title" className="grid gap-1.5">
              <h2 id="secret-title" className="font-medium text-base">
                {t('notifications.secret')}
              </h2>
              <p className="text-muted-foreground text-sm">{t('notifications.secretAbout')}</p>
              <code className="break-all rounded-md border border-border bg-card px-3 py-2 text-sm">
                {webhook.secret}
              </code>
            </section>
            <WebhookButtons />
            <section aria-labelledby="deliveries-title" className="grid gap-1.5">
              <h2 id="deliveries-title" className="font-medium text-base">
                {t('notifications.deliveries')}
              </h2>
              {deliveries.length === 0 ? (
                <p className="text-muted-foreground text-sm">{t('notifications.noDeliveries')}</p>
              ) : (
                <ul className="grid gap-1 text-sm">
                  {deliveries.map(({ run, state, attempts, answer, at }) => (
                    <li key={run}>
                      <time dateTime={at} className="text-muted-foreground">
                        {new Date(at).toLocaleString(tag, { timeZone: 'UTC', timeZoneName: 'short' })}
                      </time>{' '}
                      {t('notifications.delivery', { run, state, attempts })}
                      {answer && ` (${answer})`}
                    </li>
                  ))}
                </ul>
              )}
            </section>
          </>
        )}
      </div>
    </SignedIn>
  );
}
