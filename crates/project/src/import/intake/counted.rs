//! Features that lie near a town and enter no number: they are checked and counted, and stay in the worker.

use super::{Given, Intake, enclosing};
use crate::import::outline::Outline;
use crate::rings::is_plain;
use crate::worker::wire::shape;

impl Intake<'_> {
    /// Whether a feature (placed already, CGCS2000 degrees) touches none of the cells that count, and nothing is to be
    /// said of it.
    pub(super) fn only_counts(&self, given: Given<'_>, outline: &Outline) -> bool {
        let Some(cells) = &self.counted else { return false };
        // the same box as the kernel asks for, so that both leave out the same
        if cells.touches(&enclosing(&outline.points).padded(0.0)) {
            return false;
        }
        let texts = (self.decode)(given.raw);
        let texts = texts.iter().map(|(name, value)| (&**name, &**value));
        shape(outline).is_ok_and(|shape| is_plain(&shape, texts))
    }
}
