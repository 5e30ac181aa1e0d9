import Link from 'next/link';
import { Notice } from '#components/shell/notice.tsx';
import { buttonClass } from '#components/ui/button.tsx';

export default function Forbidden() {
  return (
    <main>
      <Notice
        title="This page is not open to you"
        action={
          <Link href="/" className={buttonClass('primary')}>
            Go to the dashboards
          </Link>
        }
      >
        Your role does not include it. An admin can change your role.
      </Notice>
    </main>
  );
}
