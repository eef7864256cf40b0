/** Names and values of parameters in words; what has none is shown as it is. */
import { known, t } from '../words';

/** `pack/clause/max_km2` becomes the clause and what the number means. */
export function parameterWords(name: string): string {
  const [, clause = '', last = ''] = name.split('/');
  const key = `param.${last}`;
  const meaning = known(key) ? t(key) : last;
  return clause === 'grading' || clause === 'repair' ? meaning : `${clause} ${meaning}`;
}

/** A verdict that stands as a value is named; numbers lose what says nothing. */
export function valueWords(value: string): string {
  const key = `verdict.${value}`;
  return known(key) ? t(key) : value.replace(/\.0$/, '');
}
