//! The files that a template sees.

use std::collections::BTreeMap;

use typst::foundations::Bytes;

/// Files in memory, by the name under which a template reads them. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Files {
    kept: BTreeMap<String, Bytes>,
}

impl Files {
    /// None.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds or replaces a text: a template, an SVG picture.
    pub fn text(&mut self, name: impl Into<String>, text: impl Into<String>) {
        self.kept.insert(name.into(), Bytes::from_string(text.into()));
    }

    /// Adds or replaces bytes: a PNG picture.
    pub fn bytes(&mut self, name: impl Into<String>, bytes: Vec<u8>) {
        self.kept.insert(name.into(), Bytes::new(bytes));
    }

    /// Adds or replaces data, which a template reads by `json("name")`.
    pub fn json(&mut self, name: impl Into<String>, data: &serde_json::Value) {
        self.text(name, data.to_string());
    }

    /// Takes over all of `other`; its files replace those of the same name.
    pub fn extend(&mut self, other: Files) {
        self.kept.extend(other.kept);
    }

    /// Whether there is a file of that name.
    #[must_use]
    pub fn holds(&self, name: &str) -> bool {
        self.kept.contains_key(name)
    }

    pub(super) fn get(&self, name: &str) -> Option<&Bytes> {
        self.kept.get(name)
    }
}
