import Link from 'next/link';
import { NoticePage } from '#components/shell/notice-page.tsx';
import { buttonClass } from '#components/ui/button.tsx';

export default function NotFound() {
  return (
    <NoticePage
      title="There is no such page"
      action={
        <Link href="/" className={buttonClass('primary')}>
          Go to the dashboards
        </Link>
      }
    >
      The address may be mistyped, or the dashboard may have been renamed or removed.
    </NoticePage>
  );
}
