/** Files in, review, results out; progress, cancel and what goes wrong. */
import { expect, test } from './window.ts';

test('files are looked at, completed and imported', async ({ window, page }) => {
  await window.start();
  await window.by('start-drop').click();
  await expect(window.by('card')).toHaveCount(5);
  await expect(page.getByText('澄心智造小镇')).toBeVisible();
  await window.by('card-encoding-UTF-8').click();
  await expect(page.getByText('澄心智造小镇')).toHaveCount(0);
  await window.by('card-encoding-GBK').click();
  await window.by('card').nth(1).click();
  await expect(window.by('card-confirm')).toBeDisabled();
  await window.by('card-crs').first().check();
  await window.by('card-year').fill('2025');
  await expect(window.by('card-confirm')).toBeEnabled();
  await window.by('card').nth(2).click();
  await window.by('card-known').click();
  await expect(window.by('card')).toHaveCount(4);
  await window.by('card-confirm-all').click();
  await expect(window.by('card')).toHaveCount(1);
  await window.key('Escape');
  await expect(window.by('stale-note')).toBeVisible();
  await window.by('stale-note').getByRole('button').click();
  await expect(window.by('stale-note')).toHaveCount(0);
});

test('a defect is looked at on the card before anything is stored', async ({ window }) => {
  await window.start();
  await window.by('start-drop').click();
  await expect(window.by('card')).toHaveCount(5);
  await expect(window.by('card-problem-map')).toHaveCount(0);
  await window.page.getByRole('dialog').getByRole('button', { name: '在地图上查看' }).first().click();
  await expect(window.by('card-problem-map')).toContainText(/\d+\.\d{6}, \d+\.\d{6}/);
  await window.accessible('[role=dialog]');
});

test('long work shows progress and stops when told to', async ({ window }) => {
  await window.start('slow=30000');
  await window.by('start-demo').click();
  await expect(window.by('progress')).toBeVisible();
  await window.by('cancel').click();
  await expect(window.by('progress')).toHaveCount(0);
  await expect(window.by('start-demo')).toBeEnabled();
  await expect(window.by('error-note')).toHaveCount(0);
});

test('a project that is gone is told in words and can be forgotten', async ({ window }) => {
  await window.start();
  await window.by('start-recent').nth(2).click();
  await expect(window.by('error-note')).toContainText('找不到项目文件');
  await expect(window.by('error-note')).toContainText('请接上磁盘');
  await window.by('note-action').click();
  await expect(window.by('start-recent')).toHaveCount(2);
});

test('a review is run with other documents, then exported', async ({ window, page }) => {
  await window.demo();
  await window.key('r');
  await page.locator('[data-pack=huzhou]').uncheck();
  await window.by('review-run').click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await window.by('export-open').click();
  await window.by('export-csv').uncheck();
  await window.by('export-run').click();
  await expect(window.by('export-done')).toContainText('review.xlsx');
  await expect(window.by('export-done')).not.toContainText('towns.csv');
});

test('sheets, opinion and pack are handed in, signed by a key', async ({ window, page }) => {
  await window.demo();
  await window.key('Control+Shift+e');
  await window.by('handin-sheet-town').check();
  await window.by('handin-opinion-xlsx').uncheck();
  await window.by('handin-around').fill('500');
  await expect(window.by('handin-around')).toHaveValue('500');
  await window.by('handin-key').click();
  await expect(page.getByRole('dialog')).toContainText('4cf5-12c5');
  await window.by('handin-run').click();
  const done = window.by('export-done');
  await expect(done).toContainText('图件/atlas.pdf');
  await expect(done).toContainText('图件/town.pdf');
  await expect(done).toContainText('审查意见/opinion.docx');
  await expect(done).not.toContainText('opinion.xlsx');
  await expect(done).toContainText('证据包.zip');
  await window.by('export-reveal').click();
});

test('language and theme change at once and are kept', async ({ window, page }) => {
  await window.demo();
  await window.key('Control+,');
  await window.by('language-en').click();
  await window.by('theme-dark').click();
  await expect(page.getByRole('dialog')).toContainText('Appearance');
  await page.reload();
  await expect(page.locator('html.dark[lang=en]')).toHaveCount(1);
  await expect(window.by('start-demo')).toContainText('Open the demo county');
});

test('the rows of the towns lie edge to edge, in low windows and in high ones', async ({ window, page }) => {
  await window.demo();
  for (const height of [800, 1080, 800]) {
    await page.setViewportSize({ width: 1440, height });
    const edges = () =>
      window
        .by('town-row')
        .evaluateAll((rows) => rows.map((row) => row.getBoundingClientRect()).map((b) => [b.top, b.bottom]));
    await expect
      .poll(async () => (await edges()).every(([top], k, all) => k === 0 || top === all[k - 1]?.[1]))
      .toBe(true);
  }
});
