//! Rounds the parts of a town so that what is printed adds up to what is printed.
//!
//! Areas are whole mm² and add up exactly; rounded one by one they no longer do. Here the whole of a town is rounded to
//! the nearest printed unit, every part is cut off, and the missing units go to the parts that lost most (largest
//! remainders; the first of equals): no number is a whole unit away from its exact value, and exact ones stay.
//! Totals over towns are sums of what is printed of each town, as surveys add up.

/// Units of the parts: `values` in fractions of a unit, `per` fractions to the unit; their sum is the rounded whole.
#[must_use]
pub fn parts(values: &[i128], per: i128) -> Vec<i128> {
    let total: i128 = values.iter().sum();
    let mut units: Vec<i128> = values.iter().map(|value| value.div_euclid(per)).collect();
    let missing = nearest(total, per) - units.iter().sum::<i128>();
    let mut order: Vec<usize> = (0..values.len()).filter(|at| values[*at].rem_euclid(per) != 0).collect();
    order.sort_by_key(|at| (std::cmp::Reverse(values[*at].rem_euclid(per)), *at));
    for at in order.into_iter().take(usize::try_from(missing).unwrap_or(0)) {
        units[at] += 1;
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
    fn missing_units_go_to_the_largest_remainders() {
        assert_eq!(parts(&[4_999, 4_999, 4_999], 10_000), [1, 0, 0]);
        assert_eq!(parts(&[4, 6, 4, 6], 10), [0, 1, 0, 1]);
        assert_eq!(parts(&[-5, -5], 10), [0, -1]);
        assert_eq!(parts(&[], 10), [] as [i128; 0]);
        assert_eq!(nearest(-15, 10), -2);
    }

    proptest! {
        #[test]
        fn parts_add_up_to_the_rounded_whole(values in prop::collection::vec(-1_000_000_i128..1_000_000_000, 0..60)) {
            let units = parts(&values, 10_000);
            prop_assert_eq!(units.iter().sum::<i128>(), nearest(values.iter().sum(), 10_000));
            for (unit, value) in units.iter().zip(&values) {
                prop_assert!((unit * 10_000 - value).abs() < 10_000);
            }
        }
    }
}
