import type { ReactNode } from 'react';
import { AdminBar } from '#app/admin/admin-bar.tsx';
import { SignedIn } from '#app/signed-in.tsx';
import { AdminHeading } from '#components/admin/admin-heading.tsx';
import type { Viewer } from '#lib/auth/viewer.ts';

type AdminFrameProps = {
  viewer: Viewer;
  title: string;
  /** One sentence under the title. */
  about?: string;
  children: ReactNode;
};

/** The frame of a page below Admin: where one is, and what the page is for. */
export function AdminFrame({ viewer, title, about, children }: AdminFrameProps) {
  return (
    <SignedIn viewer={viewer}>
      <AdminBar />
      <div className="flex flex-col gap-5">
        <header className="flex flex-col gap-1">
          <AdminHeading title={title} />
          {about && <p className="max-w-3xl text-sm text-muted-foreground">{about}</p>}
        </header>
        {children}
      </div>
    </SignedIn>
  );
}
