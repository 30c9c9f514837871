//! The program `hub`; everything is in the library.

fn main() {}
