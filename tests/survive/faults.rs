//! The shim `fault.c`, compiled, and runs of the program under it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::common::{self, Run};

/// What happens to a build at a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// SIGKILL.
    Kill,
    /// The disk is full from then on.
    Full,
    /// Nothing can be changed from then on.
    ReadOnly,
    /// One call ends in EIO.
    Error,
    /// One call is not allowed.
    Denied,
}

impl Fault {
    pub const ALL: [Fault; 5] = [Fault::Kill, Fault::Full, Fault::ReadOnly, Fault::Error, Fault::Denied];

    fn word(self) -> &'static str {
        match self {
            Fault::Kill => "kill",
            Fault::Full => "full",
            Fault::ReadOnly => "readonly",
            Fault::Error => "error",
            Fault::Denied => "denied",
        }
    }
}

/// The compiled shim; gone at the end of the test.
pub struct Shim(PathBuf);

impl Shim {
    /// Nothing where there is no C compiler.
    pub fn compiled() -> Option<Shim> {
        let file = std::env::temp_dir().join(format!("hub-fault-{}.so", std::process::id()));
        let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/survive/fault.c");
        let mut cc = Command::new("cc");
        cc.args(["-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror", "-o"]).arg(&file).arg(source).arg("-ldl");
        let output = cc.output().ok()?;
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        Some(Shim(file))
    }

    /// How many steps a build in `site` has.
    pub fn steps(&self, site: &Path) -> usize {
        let log = site.with_extension("steps");
        let run = common::run(self.command(site).env("HUB_FAULT_LOG", &log));
        assert_eq!(run.code, 0, "{}", run.stderr);
        let count = fs::read_to_string(&log).unwrap_or_default().lines().count();
        fs::remove_file(&log).expect("the shim saw the build");
        count
    }

    /// A build to which `fault` happens at `step`, from 1.
    pub fn build(&self, site: &Path, fault: Fault, step: usize) -> Run {
        common::run(self.command(site).env("HUB_FAULT_AT", step.to_string()).env("HUB_FAULT_HOW", fault.word()))
    }

    fn command(&self, site: &Path) -> Command {
        let mut command = common::hub_command(site);
        // One thread: then step 17 is the same each time.
        command.arg("build").env("LD_PRELOAD", &self.0).env("HUB_FAULT_UNDER", site).env("RAYON_NUM_THREADS", "1");
        command
    }
}

impl Drop for Shim {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}
