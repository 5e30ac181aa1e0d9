import type { ReactNode } from 'react';
import { Logo } from './logo.tsx';

/** What is not there, not allowed or not working: a sentence and a way on. */
export function Notice({ title, children, action }: { title: string; children: ReactNode; action: ReactNode }) {
  return (
    <div className="grid min-h-[70dvh] place-items-center p-4">
      <div className="flex max-w-md flex-col items-center gap-3 text-center">
        <Logo className="size-10" />
        <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
        <div className="text-muted-foreground">{children}</div>
        <div className="pt-2">{action}</div>
      </div>
    </div>
  );
}
