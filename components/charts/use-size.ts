import { type RefObject, useLayoutEffect, useState } from 'react';

export type Size = { width: number; height: number };

/** The room an element has, in whole pixels; null before the first measurement and while it is hidden. */
export function useSize(element: RefObject<HTMLElement | null>): Size | null {
  const [size, setSize] = useState<Size | null>(null);
  useLayoutEffect(() => {
    const node = element.current;
    if (!node) return;
    const measure = () => {
      const width = Math.floor(node.clientWidth);
      const height = Math.floor(node.clientHeight);
      setSize((old) => {
        if (width < 40 || height < 40) return null;
        return old && old.width === width && old.height === height ? old : { width, height };
      });
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(node);
    return () => observer.disconnect();
  }, [element]);
  return size;
}
