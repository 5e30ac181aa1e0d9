import { useState } from 'react';

/**
 * Keeps the code of a menu, popover or dialog out of a page's first load. Spread `trigger` over the button that stands alone
 * until it is used; once `armed`, draw the lazy panel, which takes the button over.
 */
export function useOnDemand(preload: () => unknown, opens: 'menu' | 'dialog') {
  const [open, setOpen] = useState<boolean | null>(null);
  return {
    armed: open !== null,
    open: open === true,
    setOpen: (next: boolean) => setOpen(next),
    trigger:
      open === null
        ? {
            'aria-haspopup': opens,
            'aria-expanded': false,
            onPointerEnter: preload,
            onFocus: preload,
            onClick: () => setOpen(true),
          }
        : {},
  };
}
