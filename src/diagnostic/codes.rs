//! The manual of codes: one Markdown page each, compiled in.
