/** A reviewer without a mouse. */
import { expect, test } from './window.ts';

test('N and P step through the findings, the arrow keys through the table', async ({ window, page }) => {
  await window.demo();
  const panel = window.by('finding-panel');
  await window.key('n');
  const first = await panel.getAttribute('data-finding');
  await window.key('n');
  await expect(panel).not.toHaveAttribute('data-finding', String(first));
  await window.key('p');
  await expect(panel).toHaveAttribute('data-finding', String(first));
  await window.key('f');
  await expect(page.getByRole('grid')).toBeFocused();
  await window.key('ArrowDown');
  await expect(panel).not.toHaveAttribute('data-finding', String(first));
  await window.key('End');
  await expect(page.locator('[role=row][aria-selected=true]')).toHaveAttribute('aria-rowindex', '153');
  await expect(page.locator('[role=row][aria-selected=true]')).toBeInViewport();
});

test('letters typed into a field stay text', async ({ window, page }) => {
  await window.demo();
  await window.key('/');
  await expect(page.locator('#findings-search')).toBeFocused();
  await page.keyboard.type('npr');
  await expect(page.locator('#findings-search')).toHaveValue('npr');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(window.by('finding-panel')).toHaveCount(0);
});

test('a town is found by the initials of its pinyin', async ({ window, page }) => {
  await window.demo();
  await window.key('t');
  // Letters that come before the field has the keyboard would be commands.
  await expect(page.locator('#towns-search')).toBeFocused();
  await page.keyboard.type('dxxxz');
  await expect(window.by('town-row')).toHaveCount(0);
  await page.locator('#towns-search').fill('txxpxz');
  await expect(window.by('town-row')).toHaveCount(1);
  await window.key('ArrowDown');
  await expect(window.by('town-panel')).toContainText('田心芯片小镇');
});

test('a finding is exempted, undone and done again by key, and its verdict follows', async ({ window, page }) => {
  await window.demo();
  await window.key('n');
  const panel = window.by('finding-panel');
  await expect(panel).toContainText('不符合');
  await window.key('e');
  await expect(window.by('exempt-activity')).toBeVisible();
  await window.by('exempt-activity').fill('必要的市政设施');
  await window.by('exempt-document').fill('浙自然资函〔2026〕12号');
  await window.by('exempt-date').fill('2026年3月1日');
  await window.by('decide-words').fill('见附件');
  await window.by('decide-save').click();
  await expect(window.by('decision-note')).toContainText('2026-03-01');
  await expect(panel.getByText('需说明').first()).toBeVisible();
  await page.locator('body').click({ position: { x: 5, y: 5 } });
  await window.key('Control+z');
  await expect(window.by('decision-note')).toHaveCount(0);
  await window.key('Control+Shift+Z');
  await expect(window.by('decision-note')).toContainText('浙自然资函〔2026〕12号');
});

test('an exemption without grounds is not kept', async ({ window }) => {
  await window.demo();
  await window.key('n');
  await window.key('e');
  await window.by('decide-save').click();
  await expect(window.by('exempt-activity')).toHaveAttribute('aria-invalid', 'true');
  await expect(window.by('decision-note')).toHaveCount(0);
});

test('a choice gives the keyboard to its words before the next frame, and never takes it back', async ({
  window,
  page,
}) => {
  await window.demo();
  await window.key('n');
  await expect(window.by('decide-confirm')).toBeVisible();
  await page.evaluate(async () => {
    const held: FrameRequestCallback[] = [];
    const frames = globalThis.requestAnimationFrame;
    globalThis.requestAnimationFrame = (callback) => held.push(callback);
    const part = (id: string) => document.querySelector<HTMLElement>(`[data-testid="${id}"]`);
    part('decide-confirm')?.click();
    await new Promise((done) => setTimeout(done));
    if (document.activeElement !== part('decide-words')) throw new Error('the words wait for the keyboard');
    part('decide-reviewer')?.focus();
    globalThis.requestAnimationFrame = frames;
    for (const callback of held) callback(performance.now());
  });
  await page.keyboard.type('李敏');
  await expect(window.by('decide-reviewer')).toHaveValue(/李敏/);
  await expect(window.by('decide-words')).toHaveValue('');
});

test('the panes are resized by the arrow keys and keep their size', async ({ window, page }) => {
  await window.demo();
  const bar = page.getByRole('separator', { name: '意见表高度' });
  const before = Number(await bar.getAttribute('aria-valuenow'));
  await bar.focus();
  await window.key('ArrowUp');
  await expect(bar).toHaveAttribute('aria-valuenow', String(before + 16));
  await page.reload();
  await window.by('start-demo').click();
  await expect(bar).toHaveAttribute('aria-valuenow', String(before + 16));
});

test('every shortcut of the sheet stands there once', async ({ window, page }) => {
  await window.demo();
  await window.key('?');
  const keys = await page.getByRole('dialog').locator('dd').allInnerTexts();
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys.length).toBeGreaterThan(20);
});

test('the command list finds a command and a town', async ({ window, page }) => {
  await window.demo();
  const found = async (words: string) => {
    const list = page.getByRole('dialog');
    await expect(list.getByRole('combobox')).toBeFocused();
    await page.keyboard.type(words);
    await expect(list.getByRole('option').first()).toContainText(words);
    await window.key('Enter');
  };
  await window.key('Control+k');
  await found('SL07');
  await expect(window.by('town-panel')).toContainText('稻香新材小镇');
  await window.key('Control+k');
  await found('快捷键');
  await expect(page.getByRole('dialog')).toContainText('下一条意见');
});

test('Escape closes what stands open first, and only then clears the selection', async ({ window, page }) => {
  await window.demo();
  await window.key('n');
  await window.key('l');
  await expect(page.getByRole('dialog')).toBeVisible();
  await window.key('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(window.by('finding-panel')).toBeVisible();
  await page.getByRole('button', { name: '审查项' }).first().click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await window.key('Escape');
  await expect(window.by('finding-panel')).toBeVisible();
  await page.locator('body').click({ position: { x: 5, y: 5 } });
  await window.key('Escape');
  await expect(window.by('finding-panel')).toHaveCount(0);
});

test('a dialog gives the keyboard to its first field or to itself, never to its closing button', async ({
  window,
  page,
}) => {
  await window.demo();
  await window.key('Control+Shift+N');
  await expect(window.by('new-name')).toBeFocused();
  await window.key('Escape');
  await window.key('l');
  await expect(page.getByRole('dialog')).toBeFocused();
});
