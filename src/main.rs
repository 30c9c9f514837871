//! The `hub` program; everything is in the library.

/// Pages are made of many small texts: the system's own allocator takes a quarter of a build.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    hub::cli::run(std::env::args_os())
}
