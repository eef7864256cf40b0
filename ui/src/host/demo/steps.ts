/** What long work tells while it runs. */
import type { Text } from '../../bindings/Text';

export const openWork: Text[] = [
  { zh: '复制示例数据', en: 'Copying the demo data' },
  { zh: '读取特色小镇', en: 'Reading towns' },
  { zh: '读取永久基本农田', en: 'Reading basic farmland' },
  { zh: '审查 16 个小镇', en: 'Reviewing 16 towns' },
];
export const importWork: Text[] = [
  { zh: '读取 XZ_2026.shp', en: 'Reading XZ_2026.shp' },
  { zh: '读取 YJJBNT2025.geojson', en: 'Reading YJJBNT2025.geojson' },
  { zh: '建立索引', en: 'Building the index' },
];
export const reviewWork: Text[] = [
  { zh: '读取控制线', en: 'Reading control lines' },
  { zh: '审查 16 个小镇', en: 'Reviewing 16 towns' },
  { zh: '记录审查意见', en: 'Recording findings' },
];
export const exportWork: Text[] = [
  { zh: '写出 review.xlsx', en: 'Writing review.xlsx' },
  { zh: '写出 review.gpkg', en: 'Writing review.gpkg' },
];
