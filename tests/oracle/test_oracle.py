"""The oracle's own reading of rings and its area, on shapes whose answer is known by hand."""

import unittest

import numpy as np

from oracle import filled, ground, plane_at


def ring(*points):
    return np.array(points, dtype=float)


def square(x, y, side):
    return ring((x, y), (x + side, y), (x + side, y + side), (x, y + side), (x, y))


class Rings(unittest.TestCase):
    def test_a_bow_tie_keeps_both_lobes(self):
        self.assertAlmostEqual(filled(ring((0, 0), (2, 2), (2, 0), (0, 2), (0, 0))).area, 2.0)

    def test_a_needle_has_no_area(self):
        self.assertEqual(filled(ring((0, 0), (5, 0), (0, 0))).area, 0.0)
        self.assertEqual(filled(ring((0, 0), (5, 0), (9, 0), (0, 0))).area, 0.0)

    def test_a_spike_changes_nothing(self):
        self.assertAlmostEqual(filled(ring((0, 0), (2, 0), (2, 1), (9, 1), (2, 1), (2, 2), (0, 2), (0, 0))).area, 4.0)

    def test_ground_wound_round_twice_counts_once(self):
        twice = np.vstack([square(0, 0, 4), square(0, 0, 2)])
        self.assertAlmostEqual(filled(twice).area, 16.0)

    def test_an_open_ring_is_closed(self):
        self.assertAlmostEqual(filled(square(0, 0, 3)[:-1]).area, 9.0)

    def test_holes_are_cut_whatever_their_winding_and_only_once(self):
        hole, overlapping = square(1, 1, 2), square(2, 2, 2)
        for cut in (hole, hole[::-1]):
            self.assertAlmostEqual(ground([square(0, 0, 6), cut]).area, 32.0)
        self.assertAlmostEqual(ground([square(0, 0, 6), hole, overlapping]).area, 36.0 - 7.0)

    def test_a_hole_outside_its_shell_cuts_nothing(self):
        self.assertAlmostEqual(ground([square(0, 0, 2), square(5, 5, 1)]).area, 4.0)

    def test_parts_are_united_and_keep_the_holes_of_others_filled(self):
        plane = plane_at(120)
        outline = lambda x, y, side: np.column_stack(plane.proj(*(square(x, y, side) + (500000, 3380000)).T, inverse=True))
        shape = plane.geometry([[outline(0, 0, 600), outline(100, 100, 200)], [outline(150, 150, 100)]])
        self.assertAlmostEqual(shape.area, 600**2 - 200**2 + 100**2, delta=0.01)


class Areas(unittest.TestCase):
    def test_five_square_kilometres_on_the_plane_at_the_zone_edge(self):
        plane = plane_at(120)
        x, y = plane.proj(118.6, 29.1)
        side = 5e6**0.5
        lonlat = np.column_stack(plane.proj(*square(x - side / 2, y - side / 2, side).T, inverse=True))
        shape = plane.geometry([[lonlat]])
        self.assertAlmostEqual(shape.area, 5e6, delta=0.001)
        self.assertAlmostEqual(plane.area(shape), 4.9977e6, delta=50.0)

    def test_steps_of_the_outline_do_not_matter_below_the_limit(self):
        plane = plane_at(120)
        coarse = filled(square(480000, 3380000, 1500))
        self.assertAlmostEqual(plane.area(coarse), plane.area(coarse.segmentize(10.0)), delta=0.05)


if __name__ == "__main__":
    unittest.main()
