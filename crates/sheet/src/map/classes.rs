//! Sorts features into the classes of a layer's style.

use sanxian_review::data::Feature;

use super::ground::Ground;
use super::near::Around;
use super::view::View;
use crate::book::{Class, LayerStyle};

/// The ground of each class that shows in the window, in the style's order.
pub fn by_class<'s>(
    style: &'s LayerStyle,
    features: &[&Feature],
    view: &View,
    around: Option<&Around>,
) -> Vec<(&'s Class, Ground)> {
    let mut found: Vec<(&Class, Ground)> = style.classes.iter().map(|class| (class, Ground::default())).collect();
    for feature in features {
        let attribute = |name: &str| match name {
            "id" => feature.id.0.clone(),
            name => feature.attribute(&[name]).unwrap_or_default().to_owned(),
        };
        let Some(class) = style.class(attribute) else { continue };
        let ground = match around {
            None => Ground::of(&feature.shape, view),
            Some(around) => around.cut(&feature.shape).map(|shape| Ground::of(&shape, view)).unwrap_or_default(),
        };
        if let Some((_, all)) = found.iter_mut().find(|(known, _)| std::ptr::eq(*known, class)) {
            all.extend(ground);
        }
    }
    found.retain(|(_, ground)| !ground.is_empty());
    found
}
