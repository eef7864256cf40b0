/** The facts of a town that might be added, as a ledger would say them. */
import type { WhatIf } from '../bindings/WhatIf';
import type { WordKey } from '../words';

export interface Draft {
  /** Id of a town of the submission; empty = a new one. */
  town: string;
  name: string;
  level: string;
  stage: string;
  category: string;
  /** A county's six digits, or a functional zone's id. */
  place: string;
}

interface Fact {
  name: 'level' | 'stage' | 'category';
  /** The ledger's word, and how it is shown. */
  values: [string, WordKey][];
}

export const FACTS: Fact[] = [
  {
    name: 'level',
    values: [
      ['省级', 'fact.provincial'],
      ['市级', 'fact.municipal'],
    ],
  },
  {
    name: 'stage',
    values: [
      ['命名', 'fact.named'],
      ['创建', 'fact.creating'],
      ['培育', 'fact.cultivating'],
    ],
  },
  {
    name: 'category',
    values: [
      ['制造', 'fact.manufacturing'],
      ['休闲旅游', 'fact.leisure'],
      ['其他现代服务业', 'fact.service'],
    ],
  },
];

/** A zone's id begins with the code of its city: `330500-HZKFQ`. */
const ZONE = /^(\d{6})-.+$/;

export function wishOf(draft: Draft): WhatIf {
  const said = (text: string) => text.trim() || null;
  const place = draft.place.trim();
  const zone = ZONE.exec(place);
  return {
    town: said(draft.town),
    name: draft.town === '' ? draft.name.trim() : '',
    level: said(draft.level),
    stage: said(draft.stage),
    category: said(draft.category),
    adminCode: zone ? (zone[1] ?? null) : said(place),
    jurisdiction: zone ? place : null,
  };
}
