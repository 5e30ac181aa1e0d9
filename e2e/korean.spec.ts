import { readdirSync, readFileSync } from 'node:fs';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page, test } from 'playwright/test';
import { admin } from './people.ts';

test.use({ locale: 'ko-KR' });

/** Words that would be there had a text been left in English. Names from definitions and SQL stay as they are written. */
const english =
  /\b(the|and|not|this|your|sign (in|out)|dashboards?|summaries|complete|through|epoch|filters?|last \d|days|rows?|menu|close|cancel|apply|search|owner|run(s|ning)?|never|every|requested|started|succeeded|ago|refresh|reason|download|copy|view|theme|skip|home)\b/i;

/** What people read or hear of a page, but for what definitions and the warehouse say. */
async function readTexts(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found = new Set<string>();
    const own = (element: Element) =>
      element.closest(
        'script, style, code, pre, [data-tile] header, [data-tile] th, [data-tile] td, svg, fieldset label',
      );
    for (const element of document.body.querySelectorAll('*')) {
      if (own(element)) continue;
      for (const node of element.childNodes) {
        if (node.nodeType === Node.TEXT_NODE && node.textContent?.trim()) found.add(node.textContent.trim());
      }
      for (const name of ['aria-label', 'placeholder']) {
        const text = element.getAttribute(name);
        if (text) found.add(text);
      }
    }
    return [document.title, ...found];
  });
}

/** What definitions say, longest first, for one text may hold another. */
const defined = readdirSync('queries', { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) =>
    [...readFileSync(`queries/${file}`, 'utf8').matchAll(/'([^'\n]{3,})'/g)].map((match) => match[1] ?? ''),
  )
  .sort((a, b) => b.length - a.length);

async function expectKorean(page: Page): Promise<void> {
  const left = (await readTexts(page))
    .map((text) => defined.reduce((rest, name) => rest.replaceAll(name, ''), text))
    .filter((text) => english.test(text));
  expect(left).toEqual([]);
  await expect(page.locator('html')).toHaveAttribute('lang', 'ko');
}

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map((violation) => violation.id)).toEqual([]);
}

const sales = '/dashboards/shop-sales';

async function signInKorean(page: Page, next: string): Promise<void> {
  await page.goto(`/sign-in?next=${encodeURIComponent(next)}`);
  await page.getByLabel('이메일').fill(admin.email);
  await page.getByLabel('비밀번호').fill(admin.password);
  await page.getByRole('button', { name: '로그인' }).click();
  await page.waitForURL(next);
}

async function settled(page: Page): Promise<void> {
  await expect(page.locator('[data-tile]').first()).toBeVisible();
  await expect(page.locator('[data-tile][aria-busy=true]')).toHaveCount(0);
}

test.describe('in Korean', () => {
  test('the way in says what is wrong', async ({ page }) => {
    await page.goto('/sign-in');
    await expectKorean(page);
    await expectAccessible(page);
    await page.getByLabel('이메일').fill('nobody@example.com');
    await page.getByLabel('비밀번호').fill('wrong');
    await page.getByRole('button', { name: '로그인' }).click();
    await expect(page.getByRole('alert').filter({ hasText: '일치하지 않습니다' })).toBeVisible();
    await expectKorean(page);
    await expectAccessible(page);
  });

  test('home and a page that is not there', async ({ page }) => {
    await signInKorean(page, '/');
    await expect(page.getByRole('heading', { name: '대시보드' })).toBeVisible();
    await expectKorean(page);
    await expectAccessible(page);
    await page.goto('/dashboards/none');
    await expect(page.getByRole('heading', { name: '페이지를 찾을 수 없습니다' })).toBeVisible();
    await expectKorean(page);
    await expectAccessible(page);
  });

  test('a dashboard, its filters and its notes', async ({ page }) => {
    await signInKorean(page, sales);
    await settled(page);
    await expectKorean(page);
    await expectAccessible(page);
    await expect(page.getByText(/^\d{4}\. \d{1,2}\. \d{1,2}\. \d{2}:\d{2}까지 집계 완료/)).toBeVisible();

    await page.getByRole('button', { name: /최근 28일/ }).click();
    await expect(page.getByRole('button', { name: /^올해 누계/ })).toBeVisible();
    await expectKorean(page);

    await page.goto(`${sales}?period=1990-01-01..1990-01-31&contry=KR`);
    await settled(page);
    await expect(page.getByText('이 대시보드의 필터가 아닙니다')).toBeVisible();
    await expect(page.getByText(/1990년 1월 1일.*데이터가 없습니다/).first()).toBeVisible();
    await expectKorean(page);
  });

  test('the menu of a tile and where its numbers come from', async ({ page }) => {
    await signInKorean(page, sales);
    await settled(page);
    await page.getByRole('button', { name: 'Revenue by country 메뉴' }).click();
    await expect(page.getByRole('menuitem', { name: '표로 보기' })).toBeVisible();
    await expectKorean(page);
    await page.getByRole('menuitem', { name: 'SQL과 출처' }).click();
    await expect(page.getByRole('dialog')).toContainText('집계 완료 시점');
    await expectKorean(page);
    await expectAccessible(page);
  });

  test('the admin page and its dialog', async ({ page }) => {
    await signInKorean(page, '/admin');
    await expectKorean(page);
    await expectAccessible(page);
    await page.getByRole('button', { name: 'daily_sales 갱신' }).click();
    const dialog = page.getByRole('dialog', { name: 'daily_sales 갱신' });
    await dialog.getByLabel('시작일').fill('2026-01-05');
    await dialog.getByLabel('종료일(미포함)').fill('2026-01-04');
    await expect(dialog.getByText('범위가 비어 있습니다')).toBeVisible();
    await expectKorean(page);
    await expectAccessible(page);
  });

  test('the account and the people', async ({ page }) => {
    await signInKorean(page, '/account');
    await expectKorean(page);
    await expectAccessible(page);
    await page.goto('/admin/people');
    await expectKorean(page);
    await expectAccessible(page);
  });

  test('the language a person has chosen comes before the browser’s', async ({ page, context, baseURL }) => {
    await context.addCookies([{ name: 'summa_locale', value: 'en', url: baseURL ?? '' }]);
    await page.goto('/sign-in');
    await expect(page.locator('html')).toHaveAttribute('lang', 'en');
    await expect(page.getByRole('button', { name: 'Sign in' })).toBeVisible();
  });
});
