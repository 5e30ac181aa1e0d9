'use client';

import { Button } from '#components/ui/button.tsx';

export function ReloadButton() {
  return (
    <Button variant="primary" onClick={() => window.location.reload()}>
      Try again
    </Button>
  );
}
