// Draws the committed PNG and ICO files from icon.svg with Chromium's canvas: node src-tauri/icons/make.mjs
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const FILES = { 32: '32x32.png', 128: '128x128.png', 256: '128x128@2x.png', 512: 'icon.png' };
const IN_ICO = [16, 32, 48, 256];
const sizes = [...new Set([...Object.keys(FILES).map(Number), ...IN_ICO])];

const svg = readFileSync(join(import.meta.dirname, 'icon.svg')).toString('base64');
const page = `<!doctype html><body><script>
  const image = new Image();
  image.onload = () => {
    document.body.textContent = ${JSON.stringify(sizes)}.map((size) => {
      const canvas = Object.assign(document.createElement('canvas'), { width: size, height: size });
      const pen = canvas.getContext('2d');
      pen.imageSmoothingQuality = 'high';
      pen.drawImage(image, 0, 0, size, size);
      return size + ':' + canvas.toDataURL('image/png').split(',')[1];
    }).join('|');
  };
  image.src = 'data:image/svg+xml;base64,${svg}';
</script>`;

const folder = mkdtempSync(join(tmpdir(), 'icons-'));
const file = join(folder, 'page.html');
writeFileSync(file, page);
const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--virtual-time-budget=5000', '--dump-dom'];
const dom = execFileSync('chromium', [...flags, `file://${file}`], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
rmSync(folder, { recursive: true });

const drawn = new Map();
for (const [, size, base64] of dom.matchAll(/(\d+):([A-Za-z0-9+/=]+)/g)) drawn.set(Number(size), Buffer.from(base64, 'base64'));
for (const [size, name] of Object.entries(FILES)) writeFileSync(join(import.meta.dirname, name), drawn.get(Number(size)));

// An ICO is a list of places followed by whole PNGs.
const head = Buffer.alloc(6 + 16 * IN_ICO.length);
head.writeUInt16LE(1, 2);
head.writeUInt16LE(IN_ICO.length, 4);
let at = head.length;
IN_ICO.forEach((size, i) => {
  const png = drawn.get(size);
  const entry = 6 + 16 * i;
  head.writeUInt8(size % 256, entry);
  head.writeUInt8(size % 256, entry + 1);
  head.writeUInt16LE(1, entry + 4);
  head.writeUInt16LE(32, entry + 6);
  head.writeUInt32LE(png.length, entry + 8);
  head.writeUInt32LE(at, entry + 12);
  at += png.length;
});
writeFileSync(join(import.meta.dirname, 'icon.ico'), Buffer.concat([head, ...IN_ICO.map((size) => drawn.get(size))]));
