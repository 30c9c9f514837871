//! Writes one file of the author's: all of it or nothing, and only if nobody else changed it meanwhile.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::error::Error;
use crate::publish::Fresh;

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// A file of the site and its new text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Writing<'a> {
    /// The site folder.
    pub(super) root: &'a Path,
    /// The file's path in it, with `/`.
    pub(super) path: &'a str,
    /// The text that was read, without byte order mark; none where there was no file.
    pub(super) before: Option<&'a str>,
    /// The text to write.
    pub(super) after: &'a str,
}

/// Writes the file beside its place and moves it there.
///
/// # Errors
/// The file is another than was read, leads out of the site, or can't be written; then it is as it was.
pub(super) fn write(writing: Writing<'_>) -> Result<(), Error> {
    let target = target(writing)?;
    let mark = unchanged(writing, &target)?;
    if fs::metadata(&target).is_ok_and(|metadata| metadata.permissions().readonly()) {
        let help = "make it writable, or undo what protects it; nothing was written";
        return Err(Error::refused(format!("`{}` is protected against writing", writing.path), help));
    }
    let fresh = Fresh::write(&target, &[mark, writing.after.as_bytes()])?;
    // The longer part is done: look once more before the file takes its place.
    unchanged(writing, &target)?;
    fresh.put()
}

/// The file itself, past links; it must lie in the site.
fn target(writing: Writing<'_>) -> Result<PathBuf, Error> {
    let real = |path: &Path| path.canonicalize().map_err(|error| Error::io("could not open", path, error));
    let root = real(writing.root)?;
    let path = root.join(writing.path);
    let target = match fs::symlink_metadata(&path) {
        Ok(_) => real(&path)?,
        Err(_) => path,
    };
    if target.starts_with(&root) {
        return Ok(target);
    }
    Err(Error::refused(
        format!("`{}` leads out of the site, to `{}`", writing.path, target.display()),
        "put the file itself into the site folder",
    ))
}

/// Whether the file is what was read; the byte order mark that it begins with.
fn unchanged(writing: Writing<'_>, target: &Path) -> Result<&'static [u8], Error> {
    let now = match fs::read(target) {
        Ok(bytes) => Some(bytes),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(Error::io("could not read", target, error)),
    };
    let mark = match &now {
        Some(bytes) if bytes.starts_with(BYTE_ORDER_MARK) => BYTE_ORDER_MARK,
        _ => &[],
    };
    let text = now.as_deref().map(|bytes| bytes.strip_prefix(mark).unwrap_or(bytes));
    if text == writing.before.map(str::as_bytes) {
        return Ok(mark);
    }
    let message = format!("`{}` was changed by somebody else in this moment", writing.path);
    Err(Error::refused(message, "nothing was written; run the command again"))
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Folder(PathBuf);

    impl Folder {
        fn new(name: &str) -> Self {
            let path = std::env::temp_dir().join(format!("hub-write-{}-{name}", std::process::id()));
            let _ = fs::remove_dir_all(&path);
            fs::create_dir_all(&path).unwrap();
            Folder(path)
        }

        fn write(&self, before: Option<&str>, after: &str) -> Result<(), Error> {
            write(Writing { root: &self.0, path: "c.toml", before, after })
        }

        fn names(&self) -> Vec<String> {
            fs::read_dir(&self.0).unwrap().map(|one| one.unwrap().file_name().into_string().unwrap()).collect()
        }
    }

    impl Drop for Folder {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn the_mark_stays_and_a_change_by_others_is_refused() {
        let folder = Folder::new("mark");
        let file = folder.0.join("c.toml");
        fs::write(&file, "\u{FEFF}a = 1\r\n").unwrap();
        folder.write(Some("a = 1\r\n"), "a = 2\r\n").unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "\u{FEFF}a = 2\r\n");
        let refused = folder.write(Some("a = 1\r\n"), "a = 3\r\n").unwrap_err();
        assert_eq!(refused.to_string(), "`c.toml` was changed by somebody else in this moment");
        assert!(folder.write(None, "x").is_err());
        assert_eq!(folder.names(), ["c.toml"]);
    }

    #[test]
    fn a_new_file_is_made() {
        let folder = Folder::new("new");
        folder.write(None, "a = 1\n").unwrap();
        assert_eq!(fs::read_to_string(folder.0.join("c.toml")).unwrap(), "a = 1\n");
    }

    #[cfg(unix)]
    #[test]
    fn permissions_stay_and_links_stay_within_the_site() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = Folder::new("links");
        let real = folder.0.join("real.toml");
        fs::write(&real, "a").unwrap();
        fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
        symlink("real.toml", folder.0.join("c.toml")).unwrap();
        folder.write(Some("a"), "b").unwrap();
        assert!(fs::symlink_metadata(folder.0.join("c.toml")).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&real).unwrap(), "b");
        assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);

        let outside = Folder::new("outside");
        fs::write(outside.0.join("x.toml"), "a").unwrap();
        fs::remove_file(folder.0.join("c.toml")).unwrap();
        symlink(outside.0.join("x.toml"), folder.0.join("c.toml")).unwrap();
        assert!(folder.write(Some("a"), "b").unwrap_err().to_string().contains("leads out of the site"));
        assert_eq!(fs::read_to_string(outside.0.join("x.toml")).unwrap(), "a");
    }
}
