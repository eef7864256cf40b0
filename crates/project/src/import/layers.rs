//! One layer out of many.

use super::ImportError;

/// The place of the wanted layer: the one of that name (then the one whose name differs only in case), or the only one.
///
/// # Errors
/// No layer at all, none of that name, or several and nobody said which.
pub(crate) fn choose(file: &str, layers: &[String], wanted: Option<&str>) -> Result<usize, ImportError> {
    let file = file.to_owned();
    let Some(wanted) = wanted else {
        return match layers.len() {
            0 => Err(ImportError::NoLayer { file, others: Vec::new() }),
            1 => Ok(0),
            _ => Err(ImportError::SeveralLayers { file, layers: layers.to_vec() }),
        };
    };
    let exact = layers.iter().position(|layer| layer == wanted);
    let loose = || layers.iter().position(|layer| layer.to_lowercase() == wanted.to_lowercase());
    exact.or_else(loose).ok_or_else(|| ImportError::NoMember { file, inner: wanted.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_only_layer_needs_no_name_and_several_do() {
        let layers = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let chosen = |names: &[&str], wanted| choose("a", &layers(names), wanted).map_err(|error| error.code());
        assert_eq!(chosen(&["红线"], None), Ok(0));
        assert_eq!(chosen(&["a", "A"], Some("A")), Ok(1));
        assert_eq!(chosen(&["stbhhx", "czkfbj"], Some("CZKFBJ")), Ok(1));
        assert_eq!(chosen(&["a", "b"], None), Err("several_layers"));
        assert_eq!(chosen(&["a", "b"], Some("c")), Err("no_member"));
        assert_eq!(chosen(&[], None), Err("no_layer"));
    }
}
