//! Publishing survives: a build may be killed at any instant, and fail at any step. Each time every file is whole, old
//! or new, no page refers to a missing asset, and the next build makes exactly the bytes of a clean one.
//!
//! `HUB_POINTS=5000` kills at so many random instants, `HUB_SEED` repeats a run; the seed is printed.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may fail by panic, and says what it counted"
)]
#![allow(unreachable_pub, reason = "modules of this test alone")]

mod common;
#[path = "survive/faults.rs"]
mod faults;
#[path = "survive/scene.rs"]
mod scene;

use std::collections::BTreeMap;
use std::process::{Child, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use faults::{Fault, Shim};
use rayon::prelude::*;
use scene::{Scene, Search, Stage, State};

const POINTS: usize = 500;

fn scenes(search: Search) -> Vec<Scene> {
    vec![
        Scene::new("first", search, None, State::First),
        Scene::new("second", search, Some(State::First), State::First),
        Scene::new("changed", search, Some(State::First), State::Changed),
        Scene::new("changed back", search, Some(State::Changed), State::First),
    ]
}

/// A number that follows from another (splitmix64).
fn mixed(seed: u64) -> u64 {
    let mut z = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

fn number(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|text| text.parse().unwrap_or_else(|_| panic!("{name} is `{text}`")))
}

/// Where a kill met a build.
fn moment(scene: &Scene, stage: &Stage, ended: bool) -> &'static str {
    if ended {
        "after its end"
    } else if stage.state("journal").exists() {
        "while publishing"
    } else if stage.state("stage").exists() {
        if scene.old != scene.new && common::tree(&stage.public()) == scene.new {
            "after publishing"
        } else {
            "while staging"
        }
    } else if scene.old != scene.new && common::tree(&stage.public()) == scene.new {
        "after publishing"
    } else {
        "before staging"
    }
}

fn start(stage: &Stage) -> Child {
    let mut command = common::hub_command(stage.path());
    command.arg("build").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// How long a build takes to its end, and from the first trace of its change to its end.
fn times(scene: &Scene) -> (Duration, Duration) {
    let stage = scene.stage();
    let begin = Instant::now();
    let mut build = start(&stage);
    let seen = until(&mut build, || stage.state("manifest.next").exists());
    let seen = if seen { Some(Instant::now()) } else { None };
    build.wait().unwrap();
    (begin.elapsed(), seen.map_or(Duration::from_millis(5), |seen| seen.elapsed()))
}

/// Waits for something that a build does; says whether it was seen before the build ended.
fn until(build: &mut Child, seen: impl Fn() -> bool) -> bool {
    loop {
        if seen() {
            return true;
        }
        if build.try_wait().unwrap().is_some() {
            return false;
        }
    }
}

/// Half of the kills come at any time of a build, half when its change has begun.
fn kill_at(scene: &Scene, stage: &Stage, (whole, change): (Duration, Duration), random: u64) -> &'static str {
    let share = |time: Duration| time.mul_f64((random >> 11) as f64 / (1u64 << 53) as f64 * 1.1);
    let mut build = start(stage);
    if random.is_multiple_of(2) {
        std::thread::sleep(share(whole));
    } else if until(&mut build, || stage.state("manifest.next").exists()) {
        let begin = Instant::now();
        while begin.elapsed() < share(change) {
            std::hint::spin_loop();
        }
    }
    let ended = build.try_wait().unwrap().is_some();
    build.kill().unwrap();
    build.wait().unwrap();
    moment(scene, stage, ended)
}

#[test]
fn killed_at_any_instant() {
    let points = number("HUB_POINTS").map_or(POINTS, |points| usize::try_from(points).unwrap());
    let clock = || SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    let seed = number("HUB_SEED").unwrap_or_else(clock);
    println!("HUB_SEED={seed} HUB_POINTS={points}");
    // One in eight with a search index, which takes longer to build.
    let scenes: Vec<(Scene, (Duration, Duration))> = [Search::Off, Search::On]
        .into_iter()
        .flat_map(scenes)
        .map(|scene| (times(&scene), scene))
        .map(|(times, scene)| (scene, times))
        .collect();
    let counts: Mutex<BTreeMap<(&str, &str), usize>> = Mutex::default();
    let findings = (0..points).into_par_iter().filter_map(|point| {
        let search = if point % 8 == 7 { 4 } else { 0 };
        let (scene, times) = &scenes[search + point / 8 % 4];
        let stage = scene.stage();
        let moment = kill_at(scene, &stage, *times, mixed(seed.wrapping_add(point as u64)));
        *counts.lock().unwrap().entry((scene.name, moment)).or_default() += 1;
        let problem = scene.whole(&stage).and_then(|()| scene.next_is_clean(&stage)).err()?;
        Some(format!("point {point}, `{}` build killed {moment}: {problem}", scene.name))
    });
    let findings: Vec<String> = findings.collect();
    scenes.iter().for_each(|(scene, _)| scene.assert_untouched());
    let counts = counts.into_inner().unwrap();
    for ((scene, moment), count) in &counts {
        println!("{count:5} × `{scene}` build killed {moment}");
    }
    assert!(findings.is_empty(), "HUB_SEED={seed} HUB_POINTS={points}\n{}", findings.join("\n"));
}

/// A build that fails says why and what to do; one that was killed can't.
fn told(fault: Fault, run: &common::Run) -> Result<(), String> {
    let has_way_out = run.code == 2 && run.stderr.contains("error: ") && run.stderr.contains("\nhelp: ");
    let is_clear = has_way_out && !run.stderr.contains("panicked");
    if is_clear || fault == Fault::Kill || run.code == 0 { Ok(()) } else { Err("no clear message".to_owned()) }
}

fn survived(scene: &Scene, stage: &Stage, fault: Fault, run: &common::Run) -> Result<(), String> {
    told(fault, run)?;
    scene.whole(stage)?;
    if run.code == 0 && common::tree(&stage.public()) != scene.new {
        return Err("the build ended well and has not published".to_owned());
    }
    scene.next_is_clean(stage)
}

fn each_step(scene: &Scene, shim: &Shim, faults: &[Fault]) {
    let steps = shim.steps(scene.stage().path());
    assert!(steps > 5, "the shim sees the steps of a build");
    let points: Vec<(Fault, usize)> = faults.iter().flat_map(|fault| (1..=steps).map(|step| (*fault, step))).collect();
    let results = points.par_iter().map(|(fault, step)| {
        let stage = scene.stage();
        let run = shim.build(stage.path(), *fault, *step);
        let problem = survived(scene, &stage, *fault, &run).err();
        (run.code, problem.map(|problem| format!("{fault:?} at step {step}: {problem}\n{}", run.stderr)))
    });
    let (codes, problems): (Vec<i32>, Vec<Option<String>>) = results.unzip();
    let failed = codes.iter().filter(|code| **code != 0).count();
    println!("`{}` build: {steps} steps, {} faults, {failed} builds failed", scene.name, points.len());
    let findings: Vec<String> = problems.into_iter().flatten().collect();
    assert!(findings.is_empty(), "`{}` build, {} findings:\n{}", scene.name, findings.len(), findings.join("\n"));
    scene.assert_untouched();
}

#[test]
fn failing_at_every_step() {
    let Some(shim) = Shim::compiled() else { return common::skip("failing_at_every_step", "a C compiler") };
    let [first, second, changed, back] = <[Scene; 4]>::try_from(scenes(Search::Off)).ok().unwrap();
    each_step(&first, &shim, &[Fault::Kill, Fault::Full]);
    each_step(&second, &shim, &Fault::ALL);
    each_step(&changed, &shim, &Fault::ALL);
    each_step(&back, &shim, &[Fault::Kill]);
    let indexed = Scene::new("changed, with search", Search::On, Some(State::First), State::Changed);
    each_step(&indexed, &shim, &[Fault::Kill]);
}
