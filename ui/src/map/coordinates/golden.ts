/**
 * What PROJ says, for tests. Made with pyproj 3.7.2 (PROJ 9.5.1), for each place, EPSG 4488+n, 4509+n (3°) and 4478+n (6°):
 *
 *     python -c "import pyproj; print(pyproj.Transformer.from_crs(4490, 4528, always_xy=True).transform(120.5, 30.25))"
 */
export interface Golden {
  lon: number;
  lat: number;
  /** Easting with the zone before it, northing; metres. */
  three: [number, number];
  six: [number, number];
}

const at = (lon: number, lat: number, three: [number, number], six: [number, number]): Golden => ({
  lon,
  lat,
  three,
  six,
});

export const GOLDEN: readonly Golden[] = [
  at(120.5, 30.25, [40548122.0631, 3347932.8162], [21259353.3223, 3350472.9552]),
  at(119.743395142, 30.606002356, [40475392.923, 3387321.401], [20763125.7324, 3390502.1063]),
  at(101.77, 36.62, [34479425.8721, 4054365.4548], [17747811.95, 4057915.6802]),
  at(119.92, 28.45, [40492163.9806, 3148314.7447], [20786082.7666, 3151786.9254]),
  at(118.6, 30.0, [40364912.4361, 3320938.7046], [20654388.1563, 3321191.4075]),
  at(121.4, 29.1, [40636290.1657, 3221162.8821], [21344237.2919, 3221410.8687]),
  at(87.6, 43.8, [29548285.1151, 4851775.3027], [15548285.1151, 4851775.3027]),
  at(124.9, 46.6, [42415716.3635, 5163368.1144], [21645579.859, 5164534.3573]),
  at(112.3, 16.8, [37638587.5411, 1858628.0026], [19638587.5411, 1858628.0026]),
];
