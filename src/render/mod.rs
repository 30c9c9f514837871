//! One planned output → bytes: a pure function of `Site`, `Plan` and `Theme`, called in parallel, one output at a time.
//!
//! Touches neither disk nor clock, decides neither membership nor order. HTML of bodies is made here and dropped once written.

pub mod view;
