//! Tells cargo that the built-in themes and the hub to start with are part of the program: `include_dir!` alone doesn't.

fn main() {
    println!("cargo::rerun-if-changed=themes");
    println!("cargo::rerun-if-changed=src/edit/init/starter");
}
