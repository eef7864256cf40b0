// Delivers a GeoJSON layer the way many offices do: a shapefile in GBK without .cpg, zipped.
import { crc32 } from 'node:zlib';

const CGCS2000 =
  'GEOGCS["GCS_China_Geodetic_Coordinate_System_2000",DATUM["D_China_2000",SPHEROID["CGCS2000",6378137.0,298.257222101]],' +
  'PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]';

/** Bytes of every character that GBK knows: the platform only decodes it. */
const GBK = (() => {
  const decoder = new TextDecoder('gbk');
  const bytes = new Map();
  for (let code = 0; code < 0x80; code += 1) bytes.set(String.fromCharCode(code), Buffer.from([code]));
  for (let high = 0x81; high <= 0xfe; high += 1) {
    for (let low = 0x40; low <= 0xfe; low += 1) {
      const pair = Buffer.from([high, low]);
      const text = decoder.decode(pair);
      if (text.length === 1 && text !== '\ufffd' && !bytes.has(text)) bytes.set(text, pair);
    }
  }
  return bytes;
})();

const gbk = (text) => Buffer.concat([...text].map((character) => GBK.get(character) ?? Buffer.from('?')));

/** A zip with the layer's .shp, .shx, .dbf and .prj, names in GBK as well. */
export function zippedShapefile(name, layer, widths) {
  const features = layer.features.map(({ properties, geometry }) => ({
    properties,
    rings: (geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates)
      // Shapefiles run the other way round.
      .flatMap((polygon) => polygon.map((ring) => [...ring].reverse())),
  }));
  const { shp, shx } = shapes(features.map(({ rings }) => rings));
  const dbf = table(features.map(({ properties }) => properties), widths);
  return zip([[`${name}.shp`, shp], [`${name}.shx`, shx], [`${name}.dbf`, dbf], [`${name}.prj`, Buffer.from(CGCS2000)]]);
}

const box = (points) => {
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  return [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
};
const doubles = (values) => Buffer.from(Float64Array.from(values).buffer);
const little = (values) => Buffer.from(Int32Array.from(values).buffer);
const big = (values) => Buffer.concat(values.map((value) => { const b = Buffer.alloc(4); b.writeInt32BE(value); return b; }));

function shapes(all) {
  const [records, index] = [[], []];
  let at = 100;
  all.forEach((rings, i) => {
    const points = rings.flat();
    const starts = rings.map((_, k) => rings.slice(0, k).flat().length);
    const content = Buffer.concat([
      little([5]), doubles(box(points)), little([rings.length, points.length, ...starts]), doubles(points.flat()),
    ]);
    records.push(big([i + 1, content.length / 2]), content);
    index.push(big([at / 2, content.length / 2]));
    at += 8 + content.length;
  });
  const head = (bytes) => Buffer.concat([
    big([9994, 0, 0, 0, 0, 0, (100 + bytes) / 2]), little([1000, 5]), doubles([...box(all.flat(2)), 0, 0, 0, 0]),
  ]);
  return {
    shp: Buffer.concat([head(at - 100), ...records]),
    shx: Buffer.concat([head(8 * all.length), ...index]),
  };
}

/** Text columns by name and width, bytes. */
function table(rows, widths) {
  const columns = Object.entries(widths);
  const head = Buffer.alloc(32);
  head.set([3, 126, 1, 1]);
  head.writeUInt32LE(rows.length, 4);
  head.writeUInt16LE(33 + 32 * columns.length, 8);
  head.writeUInt16LE(1 + columns.reduce((sum, [, width]) => sum + width, 0), 10);
  const fields = columns.map(([name, width]) => {
    const field = Buffer.alloc(32);
    gbk(name).copy(field, 0, 0, 10);
    field.write('C', 11);
    field.writeUInt8(width, 16);
    return field;
  });
  const records = rows.map((row) => Buffer.concat([
    Buffer.from(' '),
    ...columns.map(([name, width]) => {
      const cell = Buffer.alloc(width, ' ');
      gbk(String(row[name] ?? '')).copy(cell, 0, 0, width);
      return cell;
    }),
  ]));
  return Buffer.concat([head, ...fields, Buffer.from([0x0d]), ...records, Buffer.from([0x1a])]);
}

/** Stored, not compressed. */
function zip(files) {
  const [locals, directory] = [[], []];
  let at = 0;
  for (const [name, bytes] of files) {
    const path = gbk(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(bytes.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(path.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, path, bytes]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(at, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02'), Buffer.from([20, 0]), common, tail, path]));
    locals.push(local);
    at += local.length;
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(files.length, 4);
  end.writeUInt16LE(files.length, 6);
  end.writeUInt32LE(list.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...locals, list, Buffer.from('PK\x05\x06'), end]);
}
