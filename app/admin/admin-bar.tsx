import { Suspense } from 'react';
import { adminWarehouse } from '#app/admin/warehouse.ts';
import { AdminNav } from '#components/admin/admin-nav.tsx';
import { countWaiting } from '#lib/refresh/view/waiting.ts';

/** The pages of Admin, with what waits for somebody counted. The page does not wait for the counts. */
export function AdminBar() {
  return (
    <Suspense fallback={<AdminNav />}>
      <CountedBar />
    </Suspense>
  );
}

/** A warehouse that is away takes only the counts away. */
async function CountedBar() {
  const { read, schema } = adminWarehouse();
  const { quarantined, held } = await countWaiting(read, schema).catch(() => ({ quarantined: 0, held: 0 }));
  return <AdminNav quarantined={quarantined} held={held} />;
}
