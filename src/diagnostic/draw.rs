//! Draws diagnostics: text for a terminal, JSON for tools, workflow commands for GitHub.
