import Link from 'next/link';
import { Notice } from '#components/shell/notice.tsx';
import { buttonClass } from '#components/ui/button.tsx';

export default function NotFound() {
  return (
    <main>
      <Notice
        title="There is no such page"
        action={
          <Link href="/" className={buttonClass('primary')}>
            Go to the dashboards
          </Link>
        }
      >
        The address may be mistyped, or the dashboard may have been renamed or removed.
      </Notice>
    </main>
  );
}
