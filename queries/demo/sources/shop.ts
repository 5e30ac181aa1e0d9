import { defineSource } from '#lib/definition/source.ts';

export const customers = defineSource({
  name: 'customers',
  table: 'shop.customers',
  description: 'Synthetic. One row per account.',
  columns: { customer_id: 'bigint', signed_up_on: 'date', country: 'text', segment: 'text' },
  late: 'none',
});

export const products = defineSource({
  name: 'products',
  table: 'shop.products',
  description: 'Synthetic. One row per article.',
  columns: { product_id: 'bigint', name: 'text', category: 'text', price: 'numeric(12,2)', cost: 'numeric(12,2)' },
  late: 'none',
});

export const orders = defineSource({
  name: 'orders',
  table: 'shop.orders',
  description:
    'Synthetic. One row per order; its amount is the sum of its items. Some orders arrive up to two days late.',
  columns: {
    order_id: 'bigint',
    customer_id: 'bigint',
    ordered_at: 'timestamptz',
    country: 'text',
    channel: 'text',
    status: 'text',
    coupon: 'text null',
    amount: 'numeric(12,2)',
    updated_at: 'timestamptz',
  },
  watermark: { column: 'ordered_at', lag: '5 minutes' },
});

export const orderItems = defineSource({
  name: 'order_items',
  table: 'shop.order_items',
  description: 'Synthetic. One row per line of an order: quantity x unit price - discount is its amount.',
  columns: {
    order_id: 'bigint',
    line: 'integer',
    product_id: 'bigint',
    quantity: 'integer',
    unit_price: 'numeric(12,2)',
    discount: 'numeric(12,2)',
  },
});

export const refunds = defineSource({
  name: 'refunds',
  table: 'shop.refunds',
  description: 'Synthetic. One row per refund.',
  columns: {
    refund_id: 'bigint',
    order_id: 'bigint',
    refunded_at: 'timestamptz',
    amount: 'numeric(12,2)',
    reason: 'text',
  },
  watermark: { column: 'refunded_at', lag: '5 minutes' },
});

export const sessions = defineSource({
  name: 'sessions',
  table: 'shop.sessions',
  description:
    'Synthetic. One row per visit to the website or the app, written when it ends; order_id is the order it led to.',
  columns: {
    session_id: 'bigint',
    visitor_id: 'bigint',
    started_at: 'timestamptz',
    ended_at: 'timestamptz',
    source: 'text',
    device: 'text',
    country: 'text',
    order_id: 'bigint null',
  },
  watermark: { column: 'started_at', lag: '30 minutes' },
});

export const experimentAssignments = defineSource({
  name: 'experiment_assignments',
  table: 'shop.experiment_assignments',
  description: 'Synthetic. Which variant of an experiment a visitor sees.',
  columns: { experiment: 'text', visitor_id: 'bigint', variant: 'text', assigned_at: 'timestamptz' },
});
