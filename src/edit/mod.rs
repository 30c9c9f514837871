//! Changes of the author's own files; all else stays to the byte. Knows no terminal.

pub mod init;
