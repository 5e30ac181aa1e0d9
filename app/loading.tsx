import { Skeleton } from '#components/ui/skeleton.tsx';

const cards = ['a', 'b', 'c', 'd', 'e', 'f'];

export default function Loading() {
  return (
    <main aria-busy="true" className="mx-auto max-w-[1600px] px-4 pt-17 sm:px-6">
      <p className="sr-only" role="status">
        Loading
      </p>
      <Skeleton className="h-7 w-56" />
      <div className="grid gap-4 pt-4 sm:grid-cols-2 xl:grid-cols-3">
        {cards.map((card) => (
          <Skeleton key={card} className="h-36 rounded-lg" />
        ))}
      </div>
    </main>
  );
}
