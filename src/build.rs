//! Tells cargo that the built-in themes are part of the program: `include_dir!` alone doesn't.

fn main() {
    println!("cargo::rerun-if-changed=themes");
}
