/** The findings table: filters, order, and as many rows as a province has. */
import { expect, test } from './window.ts';

const ROWS = 100_000;

test('one hundred thousand findings scroll without a gap', async ({ window, page }) => {
  await window.demo(`slow=10&rows=${ROWS}`);
  await expect(window.by('findings-total')).toHaveText('100,000');
  const table = page.getByRole('grid');
  await expect(table).toHaveAttribute('aria-rowcount', String(ROWS + 1));
  for (const share of [0.1, 0.37, 0.5, 0.731, 0.999, 1, 0.25, 0]) {
    await table.evaluate((element, to) => (element.scrollTop = to * element.scrollHeight), share);
    const gaps = await table.evaluate(async (element) => {
      await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
      const rows = [...element.querySelectorAll('[role=row][aria-rowindex]')].slice(1);
      const head = element.querySelector('[role=row]')?.getBoundingClientRect().bottom ?? 0;
      const bottom = element.getBoundingClientRect().bottom;
      const tops = rows.map((row) => row.getBoundingClientRect()).sort((a, b) => a.top - b.top);
      const covers = (tops[0]?.top ?? Infinity) <= head + 1 && (tops.at(-1)?.bottom ?? 0) >= bottom - 1;
      const holes = tops.slice(1).filter((box, at) => Math.abs(box.top - (tops[at]?.bottom ?? 0)) > 1).length;
      return { covers, holes };
    });
    expect(gaps).toEqual({ covers: true, holes: 0 });
    await expect(page.locator('[data-testid=finding-row][data-loading]')).toHaveCount(0);
  }
});

test('stepping past a page fetches the next one', async ({ window, page }) => {
  await window.demo(`slow=10&rows=${ROWS}`);
  await window.key('f');
  await window.key('End');
  await expect(page.locator('[role=row][aria-selected=true]')).toHaveAttribute('aria-rowindex', String(ROWS + 1));
  await window.key('p');
  await expect(page.locator('[role=row][aria-selected=true]')).toHaveAttribute('aria-rowindex', String(ROWS));
});

test('filters narrow the table and are taken back at once', async ({ window, page }) => {
  await window.demo();
  await window.by('filter-breach').click();
  await expect(window.by('findings-total')).toHaveText('9');
  await expect(page.locator('[data-testid=finding-row]:not([data-verdict=breach])')).toHaveCount(0);
  await page.locator('#findings-search').fill('lltxx');
  await page.locator('#findings-search').fill('dxxcxz');
  await expect(window.by('findings-total')).toHaveText('2');
  await page.getByRole('button', { name: '清除' }).click();
  await expect(window.by('findings-total')).toHaveText('152');
});

test('a column sorts one way, then the other', async ({ window, page }) => {
  await window.demo();
  const head = page.getByRole('columnheader', { name: '量算值' });
  await head.getByRole('button').click();
  await expect(head).toHaveAttribute('aria-sort', 'ascending');
  await head.getByRole('button').click();
  await expect(head).toHaveAttribute('aria-sort', 'descending');
  await expect(window.by('finding-row').first()).toContainText('6,199,975.72');
});
