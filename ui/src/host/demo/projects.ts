/** Recent projects and where results would be written. */
import type { ExportView } from '../../bindings/ExportView';
import type { ProjectView } from '../../bindings/ProjectView';
import type { RecentView } from '../../bindings/RecentView';
import { failure } from './work';

const FILES: Record<string, string[]> = {
  csv: ['towns.csv', 'overlaps.csv', 'neighbours.csv'],
  geojson: ['findings.geojson'],
  json: ['review.json'],
  gpkg: ['review.gpkg'],
  xlsx: ['review.xlsx'],
};

export class DemoProjects {
  recents: RecentView[] = [
    {
      id: 'r1',
      name: '澄溪县2026年第二批',
      folder: '~/文档/小镇审查',
      opened: '2026-11-20 16:42',
      missing: false,
      towns: 16,
      breaches: 6,
    },
    {
      id: 'r2',
      name: '湖州市全域复核',
      folder: '~/文档/小镇审查',
      opened: '2026-11-12 09:15',
      missing: false,
      towns: 41,
      breaches: 0,
    },
    {
      id: 'r3',
      name: '移动硬盘上的旧项目',
      folder: '/media/usb/2025',
      opened: '2026-03-02 11:08',
      missing: true,
      towns: 9,
      breaches: null,
    },
  ];

  check(id: string): void {
    if (this.recents.find((recent) => recent.id === id)?.missing) {
      throw failure(
        'missing',
        {
          zh: '找不到项目文件 /media/usb/2025/移动硬盘上的旧项目.gpkg',
          en: 'The project file /media/usb/2025/移动硬盘上的旧项目.gpkg is gone',
        },
        { zh: '请接上磁盘后重试，或从列表中移除', en: 'Connect the disk and try again, or forget it' },
      );
    }
  }

  forget(id: string): void {
    this.recents = this.recents.filter((recent) => recent.id !== id);
  }

  exported(formats: string[], project: ProjectView, chosen: boolean): ExportView {
    const stale = project.review?.stale.length
      ? [
          {
            zh: '审查结果早于数据，建议先重新审查',
            en: 'The results are older than the data: run the review again first',
          },
        ]
      : [];
    const sample = project.sample ? [{ zh: '这是虚构的示例数据', en: 'This is invented demo data' }] : [];
    return {
      folder: { id: 'out', path: this.#folder(project, chosen) },
      files: formats.flatMap((format) => FILES[format] ?? []),
      notes: [...stale, ...sample],
    };
  }

  pictured(kind: 'png' | 'svg', project: ProjectView): ExportView {
    return { folder: { id: 'out', path: this.#folder(project, false) }, files: [`map.${kind}`], notes: [] };
  }

  #folder(project: ProjectView, chosen: boolean): string {
    const name = `${project.name}-审查结果-${project.review?.asOf ?? ''}`;
    return chosen ? `/三线/审查结果/${name}` : `${project.folder}/${name}`;
  }
}
