import { shopAudience } from './dashboards/shop-audience.ts';
import { shopSales } from './dashboards/shop-sales.ts';
import { usFlights } from './dashboards/us-flights.ts';
import { dailyAudience } from './summaries/daily-audience.ts';
import { dailyExperiment } from './summaries/daily-experiment.ts';
import { dailyFlights } from './summaries/daily-flights.ts';
import { dailyProducts } from './summaries/daily-products.ts';
import { dailyRefunds } from './summaries/daily-refunds.ts';
import { dailySales } from './summaries/daily-sales.ts';
import { monthlyFlights } from './summaries/monthly-flights.ts';
import { monthlySales } from './summaries/monthly-sales.ts';
import { monthlyVisitors } from './summaries/monthly-visitors.ts';

/** Real flights and a synthetic shop, served while Summa runs on its embedded server. */
export const demo = {
  summaries: [
    dailyFlights,
    monthlyFlights,
    dailySales,
    monthlySales,
    dailyProducts,
    dailyRefunds,
    dailyAudience,
    monthlyVisitors,
    dailyExperiment,
  ],
  dashboards: [usFlights, shopSales, shopAudience],
};
