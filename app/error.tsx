'use client';

import { Notice } from '#components/shell/notice.tsx';
import { Button } from '#components/ui/button.tsx';

export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <main>
      <Notice
        title="This page could not be shown"
        action={
          <Button variant="primary" onClick={reset}>
            Try again
          </Button>
        }
      >
        <p>Something failed on the server or on the way here. Your data is not affected.</p>
        {error.digest && <p className="pt-1 text-xs">For an admin: error {error.digest}.</p>}
      </Notice>
    </main>
  );
}
