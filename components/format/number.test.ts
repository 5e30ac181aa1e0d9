import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { english, languageOf } from '#lib/i18n/languages.ts';
import { formatChange, formatCompact, formatNumber, formatShort, toNumber } from './number.ts';

describe('formatNumber(value, style)', () => {
  it('keeps every digit of a decimal string', () => {
    assert.equal(formatNumber('12345678901234567890.123456789', {}, english), '12,345,678,901,234,567,890.123456789');
    assert.equal(formatNumber('9007199254740993', { scale: 0 }, english), '9,007,199,254,740,993');
  });
  it('writes currencies, percents and words', () => {
    assert.equal(formatNumber('1204.5', { unit: 'USD', scale: 2 }, english), '$1,204.50');
    assert.equal(formatNumber('0.1243', { unit: 'percent', scale: 1 }, english), '12.4%');
    assert.equal(formatNumber('37', { unit: 'minutes' }, english), '37 minutes');
  });
  it('keeps a negative sign', () => assert.equal(formatNumber('-3.10', { scale: 2 }, english), '-3.10'));
  it('never turns nothing into a number', () => {
    assert.equal(formatNumber(null, {}, english), '–');
    assert.equal(formatNumber(undefined, {}, english), '–');
    assert.equal(formatNumber('NaN', {}, english), 'NaN');
  });
});

describe('formatCompact(value, style)', () => {
  it('is short', () => {
    assert.equal(formatCompact(1_234_567, {}, english), '1.23M');
    assert.equal(formatCompact(900_000_000_000, { unit: 'USD' }, english), '$900B');
    assert.equal(formatCompact(9_400, {}, english), '9,400');
    assert.equal(formatCompact(0.0312, {}, english), '0.0312');
    assert.equal(formatCompact(0, {}, english), '0');
    assert.equal(formatCompact(0.25, { unit: 'percent' }, english), '25%');
    assert.equal(formatCompact(3e17, {}, english), '3E17');
  });
});

describe('formatShort(value, style, longest)', () => {
  it('is exact while it fits', () => {
    assert.equal(formatShort('166341', {}, 9, english), '166,341');
    assert.equal(formatShort('1208254.68', { unit: 'USD', scale: 2 }, 9, english), '$1.21M');
  });
});

describe('formatChange(ratio)', () => {
  it('has a sign', () => {
    assert.equal(formatChange(0.042, english), '+4.2%');
    assert.equal(formatChange(-0.121, english), '-12%');
    assert.equal(formatChange(0, english), '0%');
    assert.equal(formatChange(-0.0004, english), '<0.1%');
    assert.equal(formatChange(0.0005, english), '+0.1%');
  });
});

describe('toNumber(cell)', () => {
  it('answers null for what cannot be drawn', () => {
    assert.equal(toNumber('12.5'), 12.5);
    for (const cell of [null, undefined, '', 'NaN', true]) assert.equal(toNumber(cell), null);
  });
});

describe('numbers in Korean', () => {
  const korean = languageOf('ko');
  it('are counted in ten thousands', () => {
    assert.equal(formatCompact(1_234_567, {}, korean), '123.46만');
    assert.equal(formatCompact(900_000_000, {}, korean), '9억');
    assert.equal(formatNumber('1204.5', { unit: 'KRW', scale: 0 }, korean), '₩1,205');
    assert.equal(formatNumber('12345678901234567890.5', {}, korean), '12,345,678,901,234,567,890.5');
  });
});
