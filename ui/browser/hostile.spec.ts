/** Whatever stands in a file is text: it does nothing, deceives nobody and fits into its box. */
import { expect, test, type Window } from './window.ts';

async function harmless(window: Window): Promise<void> {
  const { page } = window;
  expect(await page.evaluate(() => 'harmed' in globalThis)).toBe(false);
  expect(await page.locator('img[src=x], script:not([src])').count()).toBe(0);
  const text = await page.locator('body').innerText();
  expect(text).not.toContain('\u202E');
  expect(text.length).toBeLessThan(60_000);
  const spilled = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  expect(spilled).toBe(false);
}

test('attributes of a malicious file are shown as text', async ({ window, page }) => {
  await window.demo('slow=20&hostile');
  await expect(window.by('town-row').first()).toContainText('<script>');
  await harmless(window);
  for (const at of [0, 1, 2, 3]) {
    await window.by('town-row').nth(at).click();
    await expect(window.by('town-panel')).toContainText('‹U+202E›');
    await harmless(window);
  }
  await window.key('n');
  await expect(window.by('finding-panel')).toBeVisible();
  await harmless(window);
  for (const keys of ['b', 'l', 'Control+i']) {
    await window.key(keys);
    await expect(page.getByRole('dialog')).toBeVisible();
    await harmless(window);
    await window.key('Escape');
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
});

test('cards of malicious files are shown as text', async ({ window }) => {
  await window.start('slow=20&hostile');
  await window.by('start-drop').click();
  for (const at of [0, 1, 2, 3]) {
    await window.by('card').nth(at).click();
    await harmless(window);
  }
});
