/** What every table of the shop says about itself, wherever a person meets it. */
export const syntheticLabel = 'Synthetic demo data';

type Table = { name: string; says: string; columns: string };

const tables: Table[] = [
  {
    name: 'customers',
    says: 'one person or company that has an account',
    columns: `customer_id bigint not null, signed_up_on date not null, country text not null, segment text not null`,
  },
  {
    name: 'products',
    says: 'one article',
    columns: `product_id bigint not null, name text not null, category text not null, price numeric(12,2) not null,
      cost numeric(12,2) not null`,
  },
  {
    name: 'orders',
    says: 'one order; its amount is the sum of its items',
    columns: `order_id bigint not null, customer_id bigint not null, ordered_at timestamptz not null, country text not null,
      channel text not null, status text not null, coupon text, amount numeric(12,2) not null, updated_at timestamptz not null`,
  },
  {
    name: 'order_items',
    says: 'one line of an order: quantity * unit_price - discount is its amount',
    columns: `order_id bigint not null, line integer not null, product_id bigint not null, quantity integer not null,
      unit_price numeric(12,2) not null, discount numeric(12,2) not null`,
  },
  {
    name: 'refunds',
    says: 'money given back for an order, wholly or in part',
    columns: `refund_id bigint not null, order_id bigint not null, refunded_at timestamptz not null, amount numeric(12,2) not null,
      reason text not null`,
  },
  {
    name: 'sessions',
    says: 'one visit to the website or the app, written when it ends; order_id is the order it led to',
    columns: `session_id bigint not null, visitor_id bigint not null, started_at timestamptz not null, ended_at timestamptz not null,
      source text not null, device text not null, country text not null, order_id bigint`,
  },
  {
    name: 'events',
    says: 'one step of a session: view, add_to_cart, checkout or purchase',
    columns: `event_id bigint not null, session_id bigint not null, visitor_id bigint not null, at timestamptz not null, kind text not null`,
  },
  {
    name: 'experiment_assignments',
    says: 'which variant of an experiment a visitor sees',
    columns: `experiment text not null, visitor_id bigint not null, variant text not null, assigned_at timestamptz not null`,
  },
];

/** The feed's memory: what the shop was generated with, and up to when it has been told. */
const feedState = `create table shop.feed_state (
  singleton boolean primary key default true check (singleton),
  seed integer not null,
  started_at timestamptz not null,
  generated_to timestamptz not null,
  through timestamptz not null,
  customers_at_start bigint not null,
  customers_at_end bigint not null,
  orders_per_hour float8 not null,
  sessions_per_hour float8 not null,
  experiment_from timestamptz not null
)`;

/** Statements that make the empty shop. */
export function createTables(): string[] {
  return [
    `create schema if not exists shop`,
    `comment on schema shop is '${syntheticLabel}: a store that does not exist, in New York time, in US dollars'`,
    ...tables.map((table) => `create table shop.${table.name} (${table.columns})`),
    ...tables.map((table) => `comment on table shop.${table.name} is '${syntheticLabel}: ${table.says}'`),
    feedState,
    `comment on table shop.feed_state is '${syntheticLabel}: what the generator made and how far the feed has come'`,
  ];
}

/**
 * Keys and the indexes that a refresh by day reads through; made after the rows, which is twice as fast as before.
 * Events lie almost in order of time, so a block range index does; orders also arrive late, so theirs is a btree.
 */
export const createIndexes = [
  `alter table shop.customers add primary key (customer_id)`,
  `alter table shop.products add primary key (product_id)`,
  `alter table shop.orders add primary key (order_id)`,
  `create index orders_ordered_at on shop.orders (ordered_at)`,
  `create index orders_processing on shop.orders (ordered_at) where status = 'processing'`,
  `alter table shop.order_items add primary key (order_id, line)`,
  `alter table shop.refunds add primary key (refund_id)`,
  `create unique index refunds_order on shop.refunds (order_id)`,
  `create index refunds_refunded_at on shop.refunds (refunded_at)`,
  `alter table shop.sessions add primary key (session_id)`,
  `create index sessions_started_at on shop.sessions (started_at)`,
  `create index events_at on shop.events using brin (at) with (pages_per_range = 16, autosummarize = on)`,
  `alter table shop.experiment_assignments add primary key (experiment, visitor_id)`,
];

/** The tables whose statistics the planner needs, biggest last. */
export const shopTables = tables.map((table) => `shop.${table.name}`);
