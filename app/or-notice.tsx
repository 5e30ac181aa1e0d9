import { notFound } from 'next/navigation';
import type { ReactElement } from 'react';
import { Notice } from '#components/shell/notice.tsx';
import { ReloadButton } from '#components/shell/reload-button.tsx';
import { PersonError } from '#lib/problem.ts';

/** What a page shows, or the sentence of what prevents it: in production Next would hide the words of an error. */
export async function orNotice(show: () => Promise<ReactElement>): Promise<ReactElement> {
  try {
    return await show();
  } catch (error) {
    if (!(error instanceof PersonError)) throw error;
    if (error.status === 404) notFound();
    return (
      <Notice title="This page cannot be shown now" action={<ReloadButton />}>
        {error.message}
      </Notice>
    );
  }
}
