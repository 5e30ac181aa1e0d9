import Link from 'next/link';
import { NoticePage } from '#components/shell/notice-page.tsx';
import { buttonClass } from '#components/ui/button.tsx';

export default function Forbidden() {
  return (
    <NoticePage
      title="This page is not open to you"
      action={
        <Link href="/" className={buttonClass('primary')}>
          Go to the dashboards
        </Link>
      }
    >
      Your role does not include it. An admin can change your role.
    </NoticePage>
  );
}
