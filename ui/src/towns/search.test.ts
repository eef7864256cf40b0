import { describe, expect, it } from 'vitest';

import { recording } from '../host/demo/recording';
import { matching } from './search';

const towns = recording().towns.map(({ row }) => row);
const ids = (text: string) => matching(towns, text).map(({ id }) => id);

describe('the search for a town', () => {
  it('finds by name, code and county', () => {
    expect(ids('丝织')).toEqual(['SL08']);
    expect(ids('sl08')).toEqual(['SL08']);
    expect(ids('竹屿县').length).toBeGreaterThan(1);
  });

  it('finds by pinyin and by its initials', () => {
    expect(ids('pingtang')).toEqual(['SL08']);
    expect(ids('ptszxz')).toEqual(['SL08']);
  });

  it('takes several words together', () => {
    expect(ids('双港 歌')).toEqual(['SL12']);
  });

  it('gives all when nothing is typed, none when nothing matches', () => {
    expect(ids('  ')).toHaveLength(16);
    expect(ids('zzz')).toEqual([]);
  });
});
