import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { seriesColours } from './series.ts';

const css = readFileSync(new URL('../../app/globals.css', import.meta.url), 'utf8');

type Rgb = [number, number, number];

/** Both sides of `--color-name: light-dark(#light, #dark)`. */
function colour(name: string): { light: Rgb; dark: Rgb } {
  const found = new RegExp(`--color-${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`).exec(css);
  assert.ok(found?.[1] && found[2], `--color-${name} is missing from globals.css`);
  const rgb = (hex: string): Rgb => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as Rgb;
  return { light: rgb(found[1]), dark: rgb(found[2]) };
}

const linear = (rgb: Rgb): Rgb =>
  rgb.map((part) => (part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4)) as Rgb;

const luminance = (rgb: Rgb) => {
  const [r, g, b] = linear(rgb);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};

function contrast(a: Rgb, b: Rgb): number {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

const themes = ['light', 'dark'] as const;
const text: [string, string][] = [
  ['foreground', 'background'],
  ['foreground', 'card'],
  ['muted-foreground', 'background'],
  ['muted-foreground', 'card'],
  ['muted-foreground', 'muted'],
  ['muted-foreground', 'hover'],
  ['axis', 'card'],
  ['primary-foreground', 'primary'],
  ['primary', 'primary-soft'],
  ['destructive', 'destructive-soft'],
  ['destructive', 'card'],
  ['warning', 'warning-soft'],
  ['success', 'success-soft'],
];

/** How a person without red cones (protan) or green cones (deutan) sees linear RGB (Viénot, Brettel and Mollon, 1999). */
const seen = {
  protan: ([r, g, b]: Rgb): Rgb => [
    0.11238 * r + 0.88762 * g,
    0.11238 * r + 0.88762 * g,
    0.00401 * r - 0.00401 * g + b,
  ],
  deutan: ([r, g, b]: Rgb): Rgb => [
    0.29275 * r + 0.70725 * g,
    0.29275 * r + 0.70725 * g,
    -0.02234 * r + 0.02234 * g + b,
  ],
};

/** Difference in OKLab; 0.02 is just noticeable side by side. */
function difference(a: Rgb, b: Rgb): number {
  const lab = ([r, g, b]: Rgb) => {
    const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b);
    const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b);
    const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b);
    return [
      0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
      1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
      0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
    ] as const;
  };
  const [x, y] = [lab(a), lab(b)];
  return Math.hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2]);
}

describe('the colours of globals.css', () => {
  for (const theme of themes) {
    it(`give ${theme} text a contrast of 4.5`, () => {
      for (const [front, back] of text) {
        const found = contrast(colour(front)[theme], colour(back)[theme]);
        assert.ok(found >= 4.5, `${front} on ${back}: ${found.toFixed(2)}`);
      }
    });

    it(`give ${theme} series and the edges of fields a contrast of 3`, () => {
      const names = [
        ...Array.from({ length: seriesColours }, (_, i) => `chart-${i + 1}`),
        'chart-rest',
        'input',
        'ring',
      ];
      for (const name of names) {
        const found = contrast(colour(name)[theme], colour('card')[theme]);
        assert.ok(found >= 3, `${name}: ${found.toFixed(2)}`);
      }
    });

    it(`tell the first six ${theme} series apart without red or green`, () => {
      const first = Array.from({ length: 6 }, (_, i) => ({
        name: `chart-${i + 1}`,
        rgb: linear(colour(`chart-${i + 1}`)[theme]),
      }));
      for (const [kind, view] of Object.entries(seen)) {
        first.forEach((a, i) => {
          for (const b of first.slice(i + 1)) {
            const found = difference(view(a.rgb), view(b.rgb));
            assert.ok(found >= 0.11, `${a.name} and ${b.name} (${kind}): ${found.toFixed(3)}`);
          }
        });
      }
    });
  }
});
