/** The window as the tests drive it; a console error, a refused style or a foreign address fails the test. */
import AxeBuilder from '@axe-core/playwright';
import { expect, test as base, type Page } from '@playwright/test';

export interface Look {
  language: 'zh' | 'en';
  theme: 'light' | 'dark';
}

export class Window {
  constructor(readonly page: Page) {}

  /** Opens the start screen; `wishes` as the demo host takes them. */
  async start(wishes = 'slow=40', look: Look = { language: 'zh', theme: 'light' }): Promise<void> {
    await this.page.addInitScript(
      ([language, theme]) => {
        if (localStorage.getItem('sanxian.settings') === null) {
          localStorage.setItem(
            'sanxian.settings',
            JSON.stringify({ language, theme, reviewer: '李审查', plane: 'gauss_kruger' }),
          );
        }
      },
      [look.language, look.theme],
    );
    await this.page.goto(`/?${wishes}`);
    await expect(this.by('start-demo')).toBeVisible();
  }

  async demo(wishes = 'slow=40', look?: Look): Promise<void> {
    await this.start(wishes, look);
    await this.by('start-demo').click();
    await expect(this.by('finding-row').first()).toBeVisible();
  }

  by(testid: string) {
    return this.page.getByTestId(testid);
  }

  key(keys: string) {
    return this.page.keyboard.press(keys);
  }

  /** No finding of axe that would stop somebody, in the part of the page that can be reached. */
  async accessible(part = 'body'): Promise<void> {
    // A colour that is still on its way is no colour of ours.
    await this.page.evaluate(() =>
      Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => null))),
    );
    const { violations } = await new AxeBuilder({ page: this.page }).include(part).analyze();
    const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
    expect(grave.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`)).toEqual([]);
  }
}

export const test = base.extend<{ window: Window }>({
  window: async ({ page, baseURL }, use) => {
    const wrong: string[] = [];
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') wrong.push(message.text());
    });
    page.on('pageerror', (error) => wrong.push(String(error)));
    page.on('request', (request) => {
      const own = request.url().startsWith(String(baseURL)) || /^(data|blob):/.test(request.url());
      if (!own) wrong.push(`asked ${request.url()}`);
    });
    await use(new Window(page));
    expect(wrong).toEqual([]);
  },
});

export { expect };
