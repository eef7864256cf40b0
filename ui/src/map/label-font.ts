/** Fonts of names and numbers on the map: the system's first, then the one that is shipped. */
export const LABEL_FONT =
  "'PingFang SC', 'Microsoft YaHei', 'Noto Sans SC', 'Noto Sans CJK SC', 'Source Han Sans SC', sans-serif";
