import assert from 'node:assert/strict';
import { it } from 'node:test';
import { type Claim, expectedAt, type TrueDay } from './expected.ts';

const day = (state: number, name: string, orders: string): TrueDay => ({
  ...{ shop: 'a', state, day: name, orders, revenue: `${orders}.50`, buyers: '1' },
});
const claim = (epoch: number, generation: string, name: string, state: number | null): Claim => ({
  ...{ epoch, generation, day: name, state, gone: false },
});

it('expectedAt() follows builds, switches of generations and roll-backs', () => {
  const expected = expectedAt('a', [1, 2, 3, 4, 5], {
    served: [
      { id: '7', shop: 'a', from: 1, to: 3 },
      { id: '8', shop: 'a', from: 3, to: 5 },
      { id: '9', shop: 'a', from: 5, to: null },
    ],
    claims: [
      claim(1, '7', 'mon', 1),
      claim(1, '7', 'tue', 1),
      // Only Monday is built again: Tuesday shows its older state.
      claim(2, '7', 'mon', 2),
      claim(3, '8', 'mon', 3),
      claim(3, '8', 'tue', 3),
      // Epoch 3 is undone.
      claim(4, '8', 'mon', null),
      claim(4, '8', 'tue', null),
      // Carried over into a new generation as they are.
      claim(5, '9', 'mon', null),
      claim(5, '9', 'tue', 3),
    ],
    days: [
      ...[day(1, 'mon', '10'), day(1, 'tue', '100')],
      ...[day(2, 'mon', '20'), day(2, 'tue', '200')],
      ...[day(3, 'mon', '30'), day(3, 'tue', '300')],
    ],
    undone: new Map([[4, 3]]),
  });
  assert.deepEqual(
    [...expected.values()].map(({ totals }) => `${totals.orders} ${totals.revenue}`),
    ['110 111.00', '120 121.00', '330 331.00', '120 121.00', '320 321.00'],
  );
});
