/** What handing in would make. */
import type { ExportView } from '../../bindings/ExportView';
import type { HandInChoice } from '../../bindings/HandInChoice';
import type { ProjectView } from '../../bindings/ProjectView';
import type { Text } from '../../bindings/Text';

export const handInWork: Text[] = [
  { zh: '正在出图', en: 'Drawing sheets' },
  { zh: '正在写出审查意见', en: 'Writing the opinion' },
  { zh: '正在打包', en: 'Packing the evidence' },
];

export function handedIn(choice: HandInChoice, project: ProjectView): ExportView {
  const name = `${project.name}-报送成果-${project.review?.asOf ?? ''}`;
  const sheets = choice.sheets.flatMap((kind) =>
    (kind === 'atlas' ? ['pdf'] : choice.sheetFormats).map((format) => `图件/${kind}.${format}`),
  );
  return {
    folder: { id: 'out', path: choice.folder === null ? `${project.folder}/${name}` : `/三线/审查结果/${name}` },
    files: [
      ...sheets,
      ...choice.opinion.map((format) => `审查意见/opinion.${format}`),
      ...(choice.pack ? ['证据包.zip'] : []),
    ],
    notes: project.sample ? [{ zh: '这是虚构的示例数据', en: 'This is invented demo data' }] : [],
  };
}
