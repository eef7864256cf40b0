//! The reviewer's key: made, kept in a file that only its owner reads, and used to sign packs (Ed25519, RFC 8032).

use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::digest::hex;

const MARK: &str = "sanxian-private-key-1";
/// Signed together with the manifest's hash, so that a signature means a pack and nothing else.
const PURPOSE: &[u8] = b"sanxian-pack-1\0";
const ALGORITHM: &str = "ed25519";

/// Why a key cannot be made or used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// The file stands there already.
    #[error("{}: a file stands there already; a key is never replaced", path.display())]
    Exists {
        /// Which.
        path: PathBuf,
    },
    /// Not a key of ours.
    #[error("{}: this is no key file (its first line must be {MARK})", path.display())]
    NotAKey {
        /// Which.
        path: PathBuf,
    },
    /// The system refused.
    #[error("{}: {source}", path.display())]
    Io {
        /// Which.
        path: PathBuf,
        /// What it said.
        source: std::io::Error,
    },
    /// The system gave no random numbers.
    #[error("the system gives no random numbers: {0}")]
    Random(String),
}

/// A private key in memory; wiped when dropped.
pub struct Key(SigningKey);

impl std::fmt::Debug for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Key").field(&self.fingerprint()).finish() // never the secret
    }
}

impl Key {
    /// Makes a new key and puts it into a file that only its owner may read. The file appears as a whole or not at all.
    ///
    /// # Errors
    /// A file that stands there, a place that cannot be written, a system without random numbers.
    pub fn create(path: &Path) -> Result<Self, KeyError> {
        let io = |source| KeyError::Io { path: path.into(), source };
        let mut secret = [0; 32];
        getrandom::fill(&mut secret).map_err(|error| KeyError::Random(error.to_string()))?;
        let key = Self(SigningKey::from_bytes(&secret));
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        // temporary files of this crate are made with mode 0600
        let mut file = tempfile::NamedTempFile::new_in(folder).map_err(io)?;
        writeln!(file, "{MARK}\n{}", hex(&secret)).and_then(|()| file.as_file().sync_all()).map_err(io)?;
        file.persist_noclobber(path).map_err(|error| match error.error.kind() {
            std::io::ErrorKind::AlreadyExists => KeyError::Exists { path: path.into() },
            _ => KeyError::Io { path: path.into(), source: error.error },
        })?;
        Ok(key)
    }

    /// Reads a key.
    ///
    /// # Errors
    /// A file that cannot be read or is no key.
    pub fn open(path: &Path) -> Result<Self, KeyError> {
        let io = |source| KeyError::Io { path: path.into(), source };
        let mut text = String::new();
        let read = File::open(path).map_err(io)?.take(1000).read_to_string(&mut text);
        let not = || KeyError::NotAKey { path: path.into() };
        match read {
            Err(error) if error.kind() == std::io::ErrorKind::InvalidData => return Err(not()),
            other => other.map_err(io)?,
        };
        let mut lines = text.lines();
        let secret = (lines.next() == Some(MARK)).then(|| lines.next()).flatten().and_then(unhex::<32>);
        Ok(Self(SigningKey::from_bytes(&secret.ok_or_else(not)?)))
    }

    /// The public key, hexadecimal.
    #[must_use]
    pub fn public(&self) -> String {
        hex(self.0.verifying_key().as_bytes())
    }

    /// A short name of the public key that people compare.
    #[must_use]
    pub fn fingerprint(&self) -> String {
        fingerprint(self.0.verifying_key().as_bytes())
    }

    pub(super) fn sign(&self, manifest_sha256: &str) -> Signed {
        let signature = self.0.sign(&message(manifest_sha256));
        Signed { algorithm: ALGORITHM.to_owned(), public_key: self.public(), signature: hex(&signature.to_bytes()) }
    }
}

/// `signature.json`
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Signed {
    pub algorithm: String,
    pub public_key: String,
    pub signature: String,
}

/// What a pack's signature is worth.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Trust {
    /// There is none.
    Absent,
    /// The manifest was signed by the key of this fingerprint.
    Holds {
        /// Of the public key.
        fingerprint: String,
    },
    /// There is one, and it is not of this manifest, or cannot be read.
    Broken,
}

impl Signed {
    pub fn check(&self, manifest_sha256: &str) -> Trust {
        let holds = || {
            let key = unhex::<32>(&self.public_key)?;
            let signature = Signature::from_bytes(&unhex::<64>(&self.signature)?);
            let public = VerifyingKey::from_bytes(&key).ok()?;
            public.verify_strict(&message(manifest_sha256), &signature).ok()?;
            Some(fingerprint(&key))
        };
        match holds() {
            Some(fingerprint) if self.algorithm == ALGORITHM => Trust::Holds { fingerprint },
            _ => Trust::Broken,
        }
    }
}

fn message(manifest_sha256: &str) -> Vec<u8> {
    [PURPOSE, manifest_sha256.as_bytes()].concat()
}

/// The first 16 bytes of the key's SHA-256, in fours.
fn fingerprint(public: &[u8; 32]) -> String {
    let hash = hex(&Sha256::digest(public)[..16]);
    hash.as_bytes().chunks(4).map(|four| String::from_utf8_lossy(four).into_owned()).collect::<Vec<_>>().join("-")
}

fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let text = text.trim();
    if text.len() != N * 2 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, at) in bytes.iter_mut().zip((0..).step_by(2)) {
        *byte = u8::from_str_radix(text.get(at..at + 2)?, 16).ok()?;
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_signs_what_it_signed_and_nothing_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("key");
        let key = Key::create(&path).expect("made");
        assert!(matches!(Key::create(&path), Err(KeyError::Exists { .. })));
        let again = Key::open(&path).expect("read");
        assert_eq!(again.public(), key.public());
        let signed = again.sign("abc");
        assert_eq!(signed.check("abc"), Trust::Holds { fingerprint: key.fingerprint() });
        assert_eq!(signed.check("abd"), Trust::Broken);
        let other = Key::create(&folder.path().join("other")).expect("made");
        let forged = Signed { public_key: other.public(), ..signed.clone() };
        assert_eq!(forged.check("abc"), Trust::Broken);
        assert_eq!(Signed { signature: "zz".into(), ..signed }.check("abc"), Trust::Broken);
    }

    #[cfg(unix)]
    #[test]
    fn only_the_owner_reads_a_key() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("key");
        Key::create(&path).expect("made");
        assert_eq!(std::fs::metadata(&path).expect("there").permissions().mode() & 0o777, 0o600);
        std::fs::write(&path, "something else").expect("written");
        assert!(matches!(Key::open(&path), Err(KeyError::NotAKey { .. })));
        std::fs::write(&path, [0xff; 50]).expect("written");
        assert!(matches!(Key::open(&path), Err(KeyError::NotAKey { .. })));
    }
}
