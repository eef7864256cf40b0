/** Every screen, in both languages and both themes, stops nobody. Colours do not depend on the language. */
import { expect, test, type Look, type Window } from './window.ts';

const LOOKS: Look[] = [
  { language: 'zh', theme: 'light' },
  { language: 'en', theme: 'dark' },
];

const SCREENS: Record<string, (window: Window, look: Look) => Promise<void>> = {
  'start screen': (window, look) => window.start('slow=40', look),
  'a recent project that is gone': async (window, look) => {
    await window.start('slow=40', look);
    await window.by('start-recent').nth(2).click();
    await expect(window.by('error-note')).toBeVisible();
  },
  'new project': async (window, look) => {
    await window.start('slow=40', look);
    await window.key('Control+Shift+N');
    await expect(window.by('new-name')).toBeVisible();
  },
  'import cards': async (window, look) => {
    await window.start('slow=40', look);
    await window.by('start-drop').click();
    await expect(window.by('card')).toHaveCount(5);
  },
  'a file that cannot be used': async (window, look) => {
    await window.start('slow=40', look);
    await window.by('start-drop').click();
    await window.by('card').nth(3).click();
    await expect(window.by('error-note')).toBeVisible();
  },
  'a ledger that waits': async (window, look) => {
    await window.start('slow=40', look);
    await window.by('start-drop').click();
    await window.by('card').nth(4).click();
    await expect(window.by('ledger-joined')).toBeVisible();
  },
  'the towns together': async (window, look) => {
    await window.demo('slow=40', look);
    await window.key('Control+i');
    await window.page.getByRole('button', { name: /文件…|Files…/ }).click();
    await window.by('card').nth(4).click();
    await window.by('card-confirm').click();
    await expect(window.by('card')).toHaveCount(4);
    await window.key('Escape');
    await window.key('u');
    await expect(window.by('portfolio-town').first()).toBeVisible();
    await window.by('whatif-open').click();
    await window.by('whatif-ask').click();
    await expect(window.by('whatif-added')).toBeVisible();
  },
  'project without data': async (window, look) => {
    await window.start('slow=40', look);
    await window.key('Control+Shift+N');
    await window.by('new-name').fill('空项目');
    await window.by('new-make').click();
    await expect(window.by('project-menu')).toBeVisible();
  },
  'finding panel': async (window, look) => {
    await window.demo('slow=40', look);
    await window.key('n');
    await expect(window.by('finding-panel')).toBeVisible();
  },
  'decision form with lacking grounds': async (window, look) => {
    await window.demo('slow=40', look);
    await window.key('n');
    await window.by('decide-exempt').click();
    await window.by('decide-save').click();
    await expect(window.page.locator('[aria-invalid=true]').first()).toBeVisible();
  },
  'town panel': async (window, look) => {
    await window.demo('slow=40', look);
    await window.by('town-row').nth(5).click();
    await expect(window.by('town-panel')).toBeVisible();
  },
  'stale results': async (window, look) => {
    await window.demo('slow=40', look);
    await window.key('Control+i');
    await window.page.getByRole('checkbox').first().click();
    await window.key('Escape');
    await expect(window.by('stale-note')).toBeVisible();
  },
  'nothing matches': async (window, look) => {
    await window.demo('slow=40', look);
    await window.page.locator('#findings-search').fill('zzz');
    await expect(window.by('finding-row')).toHaveCount(0);
  },
  'review dialog': async (window, look) => {
    await window.demo('slow=40', look);
    await window.key('r');
    await window.by('pack').first().waitFor();
    await window.page.getByRole('dialog').locator('summary').first().click();
  },
  'review that runs': async (window, look) => {
    await window.demo('slow=40', look);
    await window.page.goto('/?slow=20000');
    await window.by('start-demo').click();
    await expect(window.by('progress')).toBeVisible();
  },
  'export dialog': async (window, look) => {
    await window.demo('slow=40', look);
    await window.by('export-open').click();
    await expect(window.by('export-run')).toBeVisible();
  },
  'hand-in dialog': async (window, look) => {
    await window.demo('slow=40', look);
    await window.by('handin-open').click();
    await expect(window.by('handin-run')).toBeVisible();
  },
  'export done': async (window, look) => {
    await window.demo('slow=40', look);
    await window.by('export-open').click();
    await window.by('export-run').click();
    await expect(window.by('export-done')).toBeVisible();
  },
};

for (const [keys, name] of [
  ['l', 'log'],
  ['b', 'problems'],
  ['?', 'shortcut sheet'],
  ['Control+,', 'settings'],
  ['Control+k', 'command list'],
] as const) {
  SCREENS[name] = async (window, look) => {
    await window.demo('slow=40', look);
    await window.key(keys);
    await expect(window.page.getByRole('dialog')).toBeVisible();
  };
}

for (const look of LOOKS) {
  for (const [name, open] of Object.entries(SCREENS)) {
    test(`${name} in ${look.language}, ${look.theme}, stops nobody`, async ({ window, page }) => {
      await open(window, look);
      await window.accessible((await page.getByRole('dialog').count()) > 0 ? '[role=dialog]' : 'body');
    });
  }
}

for (const [width, height] of [
  [1100, 700],
  [1600, 1000],
] as const) {
  test(`the window stays whole at ${width} × ${height}`, async ({ window, page }) => {
    await page.setViewportSize({ width, height });
    await window.demo();
    await window.key('n');
    await expect(window.by('finding-panel')).toBeVisible();
    const spilled = await page.evaluate(
      () => document.documentElement.scrollWidth > innerWidth || document.documentElement.scrollHeight > innerHeight,
    );
    expect(spilled).toBe(false);
    for (const part of ['review-open', 'export-open', 'decide-confirm', 'filter-breach']) {
      await expect(window.by(part)).toBeInViewport({ ratio: 1 });
    }
    const map = await page.getByRole('main').boundingBox();
    expect(map?.width).toBeGreaterThanOrEqual(320);
    expect(map?.height).toBeGreaterThanOrEqual(200);
  });
}
