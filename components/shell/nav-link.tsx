'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import type { ReactNode } from 'react';
import { cn } from '#components/ui/cn.ts';

export function NavLink({ href, children }: { href: string; children: ReactNode }) {
  const here = usePathname() === href;
  return (
    <Link
      href={href}
      aria-current={here ? 'page' : undefined}
      className={cn(
        'rounded-md px-2.5 py-1.5 text-sm hover:bg-hover hover:text-foreground',
        here ? 'font-medium text-foreground' : 'text-muted-foreground',
      )}
    >
      {children}
    </Link>
  );
}
