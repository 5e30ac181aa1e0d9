import type { Environment } from '#lib/environment.ts';
import { sendDue, writeDeliveries } from '#lib/notify/deliveries.ts';
import { privateAllowed, readWebhook, saveWebhook } from '#lib/notify/webhook.ts';
import { type ControlStore, controlStore } from '#lib/store/connect.ts';

export type Notifier = { stop(): Promise<void> };

type Given = {
  environment: Pick<Environment, 'controlUrl' | 'appUrl'>;
  store?: ControlStore;
  log?: (line: string) => void;
  /** How often it looks for what is to be told. */
  everyMs?: number;
  /** SUMMA_WEBHOOK_URL: kept as if an admin had set it. */
  url?: string | undefined;
  allowPrivate?: boolean;
};

/** Tells the webhook of runs that end badly, until it is stopped. Beside the worker, so that no run ever waits for it. */
export async function startNotifier(given: Given): Promise<Notifier> {
  const { environment, url = process.env.SUMMA_WEBHOOK_URL, allowPrivate = privateAllowed() } = given;
  const { store = controlStore(environment.controlUrl), log = (line) => console.log(line), everyMs = 2_000 } = given;
  if (url && (await readWebhook(store))?.url !== (URL.parse(url)?.href ?? '')) {
    // A wrong address must not keep the worker from refreshing.
    await saveWebhook(store, { url, who: 'SUMMA_WEBHOOK_URL', allowPrivate }).catch((error: Error) =>
      log(`SUMMA_WEBHOOK_URL is not used. ${error.message}`),
    );
  }
  let looking: Promise<void> | undefined;
  const look = async () => {
    try {
      await writeDeliveries(store, environment.appUrl);
      await sendDue(store, { allowPrivate }, log);
    } catch (error) {
      log(`The notifier could not look for failed runs: ${String(error)}`);
    }
  };
  const timer = setInterval(() => {
    looking ??= look().finally(() => {
      looking = undefined;
    });
  }, everyMs);
  return {
    async stop() {
      clearInterval(timer);
      await looking;
    },
  };
}
