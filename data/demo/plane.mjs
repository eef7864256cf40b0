// A Gauss-Krüger plane (CGCS2000, central meridian 120°E) and the way back to longitude and latitude.

const A = 6378137, F = 1 / 298.257222101; // CGCS2000
const E2 = F * (2 - F), N = F / (2 - F);
const RECTIFYING = (A / (1 + N)) * (1 + N ** 2 / 4 + N ** 4 / 64);
const BETA = [ // Krüger's inverse series
  N / 2 - (2 / 3) * N ** 2 + (37 / 96) * N ** 3 - N ** 4 / 360,
  N ** 2 / 48 + N ** 3 / 15 - (437 / 1440) * N ** 4,
  (17 / 480) * N ** 3 - (37 / 840) * N ** 4,
  (4397 / 161280) * N ** 4,
];

/** Gives the way from local metres to [longitude, latitude] in degrees; local (0, 0) lies at easting `e`, northing `n`. */
export const degreesAround = ({ e, n }) => ([x, y]) => {
  const xi = (n + y) / RECTIFYING, eta = (e + x - 500000) / RECTIFYING;
  let u = xi, v = eta;
  BETA.forEach((b, j) => {
    const k = 2 * (j + 1);
    u -= b * Math.sin(k * xi) * Math.cosh(k * eta);
    v -= b * Math.cos(k * xi) * Math.sinh(k * eta);
  });
  const conformal = Math.sin(u) / Math.sqrt(Math.sinh(v) ** 2 + Math.cos(u) ** 2);
  let t = conformal / (1 - E2); // tangent of the latitude, by Newton
  for (let i = 0; i < 6; i++) {
    const s = Math.sinh(Math.sqrt(E2) * Math.atanh((Math.sqrt(E2) * t) / Math.sqrt(1 + t * t)));
    const c = t * Math.sqrt(1 + s * s) - s * Math.sqrt(1 + t * t);
    const slope = ((1 - E2) * Math.sqrt(1 + c * c) * Math.sqrt(1 + t * t)) / (1 + (1 - E2) * t * t);
    t += (conformal - c) / slope;
  }
  return [120 + (Math.atan2(Math.sinh(v), Math.cos(u)) * 180) / Math.PI, (Math.atan(t) * 180) / Math.PI];
};
