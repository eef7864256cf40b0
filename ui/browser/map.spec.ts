/** The map and its layers: moving about, coordinates, measuring, order of the layers, pictures. */
import { expect, test, type Window } from './window.ts';

/** A place on the map, as shares of its width and height. */
async function on(window: Window, across: number, down: number): Promise<[number, number]> {
  const box = await window.by('map-canvas').boundingBox();
  if (!box) throw new Error('the map is not there');
  return [box.x + box.width * across, box.y + box.height * down];
}

const pointer = (window: Window) => window.by('pointer').innerText();
const order = (window: Window) =>
  window
    .by('layers')
    .locator('> li')
    .evaluateAll((rows) => rows.map((row) => row.getAttribute('data-layer')));

/** Colours of the map's own pixels: 1 when nothing is drawn. */
const coloursDrawn = (window: Window) =>
  window.page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('.ol-layers canvas');
    if (!canvas || canvas.width === 0) return 0;
    // Read from a copy: reading the map's own canvas again and again would make the browser complain.
    const copy = document.createElement('canvas');
    [copy.width, copy.height] = [canvas.width, canvas.height];
    const context = copy.getContext('2d', { willReadFrequently: true });
    context?.drawImage(canvas, 0, 0);
    const pixels = context?.getImageData(0, 0, copy.width, copy.height).data ?? new Uint8ClampedArray();
    const found = new Set<string>();
    for (let i = 0; i < pixels.length; i += 4 * 97) found.add(pixels.slice(i, i + 3).join());
    return found.size;
  });

test('the demo county is drawn, with what stands around a map', async ({ window }) => {
  await window.demo();
  await expect.poll(() => coloursDrawn(window)).toBeGreaterThan(20);
  await expect(window.by('scale-bar')).toBeVisible();
  await expect(window.page.getByRole('img', { name: '指北针' })).toBeVisible();
  await window.accessible('main');
  await window.accessible('[data-testid=layers]');
});

test('a coordinate is read in many spellings and refused in words', async ({ window }) => {
  await window.demo();
  await window.key('g');
  const field = window.page.getByRole('textbox', { name: '转到坐标' });
  await field.fill('东经119.7');
  await window.key('Enter');
  await expect(window.page.getByText('需要两个数,读到 1 个。')).toBeVisible();
  await field.fill('3387321.401, 40475392.923');
  await window.key('Enter');
  await window.key('Escape');
  await window.page.mouse.move(2, 2);
  await expect.poll(() => pointer(window)).toBe('E 475392.92 N 3387321.40');
  await window.page.getByLabel('坐标写法').selectOption('dms');
  await expect.poll(() => pointer(window)).toBe('119°44′36.22″E 30°36′21.61″N');
});

test('the keyboard moves the map and walks back', async ({ window }) => {
  await window.demo();
  await expect.poll(() => pointer(window)).not.toBe('');
  const before = await pointer(window);
  await window.by('map-canvas').focus();
  await window.key('ArrowRight');
  await expect.poll(() => pointer(window)).not.toBe(before);
  await expect(window.page.getByRole('button', { name: '上一视图' })).toBeEnabled();
  await window.key('Alt+ArrowLeft');
  await expect.poll(() => pointer(window)).toBe(before);
});

test('an area is measured corner by corner, with both numbers', async ({ window }) => {
  await window.demo();
  await window.key('a');
  for (const [x, y] of [
    [0.4, 0.3],
    [0.7, 0.3],
    [0.7, 0.7],
    [0.2, 0.9],
  ] as const) {
    await window.page.mouse.click(...(await on(window, x, y)));
  }
  await window.key('Backspace');
  await window.key('Enter');
  const panel = window.by('measure');
  await expect(panel.getByRole('row')).toHaveCount(5);
  await expect(panel).toContainText('公顷');
  await expect(panel).toContainText('投影平面');
  await window.accessible('[data-testid=measure]');
  await window.key('Escape');
  await window.key('Escape');
  await expect(panel).toBeHidden();
});

test('a click tells what lies there', async ({ window }) => {
  await window.demo();
  await window.key('n');
  await expect(window.by('finding-panel')).toBeVisible();
  await expect.poll(() => coloursDrawn(window)).toBeGreaterThan(5);
  await window.page.mouse.click(...(await on(window, 0.5, 0.5)));
  await expect(window.by('identified').first()).toBeVisible();
});

test('layers change their order by key and by pointer, and are kept', async ({ window }) => {
  await window.demo();
  const usual = await order(window);
  await window.page.locator('[data-layer=counties]').getByRole('button', { name: /次序/ }).focus();
  await window.key('Alt+ArrowUp');
  const moved = await order(window);
  expect(moved.indexOf('counties')).toBe(usual.indexOf('counties') - 1);

  const handle = window.page.locator('[data-layer=findings]').getByRole('button', { name: /次序/ });
  const box = await handle.boundingBox();
  if (!box) throw new Error('no handle');
  await window.page.mouse.move(box.x + 5, box.y + 10);
  await window.page.mouse.down();
  await window.page.mouse.move(box.x + 5, box.y + 10 + 2 * 28 + 6, { steps: 8 });
  await window.page.mouse.up();
  expect((await order(window)).indexOf('findings')).toBe(2);

  await window.page.getByRole('switch', { name: '显示永久基本农田' }).click();
  const kept = await order(window);
  await window.demo();
  expect(await order(window)).toEqual(kept);
  await expect(window.page.getByRole('switch', { name: '显示永久基本农田' })).not.toBeChecked();
});

test('a layer tells where it came from', async ({ window }) => {
  await window.demo();
  await window.page
    .locator('[data-layer=eco_redline]')
    .getByRole('button', { name: /^生态保护红线/ })
    .click();
  await window.page.getByRole('button', { name: '生态保护红线的来源' }).click();
  await expect(window.page.getByRole('dialog')).toContainText('CGCS2000');
});

test('the map is drawn in Mercator as well, with the graticule', async ({ window }) => {
  await window.demo();
  await window.page.getByLabel('地图平面').selectOption('mercator');
  await window.page.getByRole('button', { name: '经纬网与公里网' }).click();
  await expect.poll(() => coloursDrawn(window)).toBeGreaterThan(20);
});

test('the map is saved as a picture of both kinds', async ({ window }) => {
  await window.demo();
  await window.key('Control+e');
  await window.by('export-png').check();
  await window.by('export-svg').check();
  await window.by('export-run').click();
  await expect(window.by('export-done')).toBeVisible({ timeout: 30_000 });
});
