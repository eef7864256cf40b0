//! Rounds the parts of a town so that what is printed adds up to what is printed (面积调平).
//!
//! Areas are whole mm² and add up exactly; rounded one by one they no longer do. Here the whole of a town and every part
//! are rounded to the nearest printed unit, and what then is missing or too much goes to the largest part, where it
//! weighs least: so a small overlap reads the same wherever it is printed. Totals over towns are sums of what is printed of
//! each town, as surveys add up.

/// Units of the parts: `values` in fractions of a unit, `per` fractions to the unit; their sum is the rounded whole.
#[must_use]
pub fn parts(values: &[i128], per: i128) -> Vec<i128> {
    let mut units: Vec<i128> = values.iter().map(|value| nearest(*value, per)).collect();
    let left = nearest(values.iter().sum(), per) - units.iter().sum::<i128>();
    // the first of equals
    let largest = (0..values.len()).rev().max_by_key(|at| values[*at]);
    if let Some(at) = largest {
        units[at] += left;
    }
    units
}

/// The whole number of units nearest to `value`, halves away from zero.
#[must_use]
pub fn nearest(value: i128, per: i128) -> i128 {
    let size = (value.abs() * 2 + per) / (per * 2);
    if value < 0 { -size } else { size }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_largest_part_takes_what_is_left() {
        assert_eq!(parts(&[4_999, 4_999, 4_999], 10_000), [1, 0, 0]);
        assert_eq!(parts(&[6, 26, 6], 10), [1, 2, 1]);
        assert_eq!(parts(&[], 10), [] as [i128; 0]);
        assert_eq!(nearest(-15, 10), -2);
    }

    proptest! {
        #[test]
        fn parts_add_up_and_only_the_largest_is_not_the_nearest(
            values in prop::collection::vec(prop_oneof![Just(0_i128), 0_i128..1_000_000_000], 1..30),
        ) {
            let units = parts(&values, 10_000);
            prop_assert_eq!(units.iter().sum::<i128>(), nearest(values.iter().sum(), 10_000));
            let moved = units.iter().zip(&values).filter(|(unit, value)| **unit != nearest(**value, 10_000));
            let moved: Vec<_> = moved.collect();
            prop_assert!(moved.len() <= 1);
            let largest = values.iter().max().copied();
            prop_assert!(moved.iter().all(|(_, value)| Some(**value) == largest));
        }
    }
}
