import { Card } from '#components/ui/card.tsx';
import { DashboardCard, type DashboardCardView } from './dashboard-card.tsx';

export function Home({ dashboards }: { dashboards: DashboardCardView[] }) {
  return (
    <div className="flex flex-col gap-4">
      <h1 className="text-xl font-semibold tracking-tight">Dashboards</h1>
      {dashboards.length === 0 ? (
        <Card className="p-6 text-muted-foreground">
          There is no dashboard yet. The file <code className="font-mono text-sm">queries/README.md</code> says how to
          add one.
        </Card>
      ) : (
        <ul className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
          {dashboards.map((dashboard) => (
            <li key={dashboard.name} className="grid">
              <DashboardCard dashboard={dashboard} />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
