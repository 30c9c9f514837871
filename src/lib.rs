//! `hub` turns a folder of Markdown and TOML into a static site for a creator's content and community.
//!
//! Read `pipeline.rs` first: it is the program in one function. `src/README.md` has the map.

pub mod audit;
pub mod calendar;
pub mod cli;
pub mod diagnostic;
pub mod discover;
pub mod edit;
pub mod error;
pub mod explain;
pub mod export;
pub mod feedcheck;
pub mod ics;
pub mod import;
pub mod linkcheck;

pub mod markdown;
pub mod model;
pub mod output;
pub mod parse;
pub mod pipeline;
pub mod plan;
pub mod publish;
pub mod questions;
pub mod render;
pub mod schema;
pub mod search;
pub mod serve;
pub mod source;
pub mod theme;
pub mod writing;
