//! Whole publications in small folders: what is there before, what is put, what is there after.

use std::collections::BTreeSet;
use std::sync::atomic::AtomicU32;

use super::commit::Steps;
use super::*;
use crate::output::OutputPath;

/// A site folder that is gone when the test is.
struct Site(PathBuf);

impl Site {
    fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let name = format!("hub-publish-{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().canonicalize().unwrap().join(name);
        fs::create_dir_all(folder.join("content")).unwrap();
        fs::write(folder.join("hub.toml"), "").unwrap();
        Site(folder)
    }

    fn out(&self) -> PathBuf {
        self.0.join("public")
    }

    fn write(&self, path: &str, text: &str) {
        let place = below(&self.out(), path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, text).unwrap();
    }

    fn begin(&self, out: &Path, ownership: Ownership) -> Result<Staging, Error> {
        Staging::begin(&Target { out, site: &self.0, ownership, waiting: &|| {} })
    }

    fn staged(&self, ownership: Ownership, files: &[(&str, &str)]) -> Result<Staging, Error> {
        let staging = self.begin(&self.out(), ownership)?;
        for (path, text) in files {
            staging.put(output(path, text))?;
        }
        Ok(staging)
    }

    fn publish(&self, files: &[(&str, &str)]) -> Result<Published, Error> {
        self.staged(Ownership::HubsOwn, files)?.commit()
    }

    fn force(&self, files: &[(&str, &str)]) -> Result<Published, Error> {
        self.staged(Ownership::TakeOver, files)?.commit()
    }

    /// Every file and folder of the output, with its text.
    fn tree(&self) -> Vec<(String, String)> {
        let mut all = Vec::new();
        read_tree(&self.out(), "", &mut all);
        all.sort();
        all
    }

    fn assert_holds(&self, files: &[(&str, &str)]) {
        let mut wanted: BTreeSet<(String, String)> = BTreeSet::new();
        for (path, text) in files {
            wanted.extend(tree::ancestors(path).map(|folder| (format!("{folder}/"), String::new())));
            wanted.insert(((*path).to_owned(), (*text).to_owned()));
        }
        assert_eq!(self.tree(), wanted.into_iter().collect::<Vec<_>>());
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        drop(fs::remove_dir_all(&self.0));
    }
}

fn output(path: &str, text: &str) -> Output {
    let rank = if path.ends_with(".html") { Rank::Page } else { Rank::Asset };
    Output { path: OutputPath::new(path).unwrap(), rank, content: Content::Bytes(text.into()) }
}

fn read_tree(place: &Path, path: &str, all: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(place).into_iter().flatten() {
        let entry = entry.unwrap();
        let name = format!("{path}{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            all.push((format!("{name}/"), String::new()));
            read_tree(&entry.path(), &format!("{name}/"), all);
        } else {
            all.push((name, fs::read_to_string(entry.path()).unwrap_or_default()));
        }
    }
}

fn message(error: Error) -> String {
    let Error::Refused { message, help } = error else { panic!("{error}") };
    assert!(!help.is_empty());
    message
}

fn tally(written: usize, unchanged: usize, removed: usize) -> Tally {
    Tally { written, unchanged, removed }
}

#[test]
fn what_changed_is_written_and_what_is_stale_goes() {
    let site = Site::new();
    let first = site.publish(&[("index.html", "1"), ("a/b/index.html", "1"), ("a/style.css", "1")]).unwrap();
    assert_eq!(first, Published { pages: tally(2, 0, 0), others: tally(1, 0, 0) });
    let modified = |path: &str| fs::metadata(site.out().join(path)).unwrap().modified().unwrap();
    let before = modified("index.html");
    let files = [("index.html", "1"), ("a/style.css", "2"), ("c/index.html", "1")];
    let second = site.publish(&files).unwrap();
    assert_eq!(second, Published { pages: tally(1, 1, 1), others: tally(1, 0, 0) });
    assert_eq!(modified("index.html"), before);
    site.assert_holds(&files);
    assert_eq!(site.publish(&files).unwrap(), Published { pages: tally(0, 2, 0), others: tally(0, 1, 0) });
    assert_eq!(site.publish(&[]).unwrap(), Published { pages: tally(0, 0, 2), others: tally(0, 0, 1) });
    site.assert_holds(&[]);
    assert!(!site.0.join(".public.hub/stage").exists());
}

#[test]
fn files_are_copied_and_compared_like_bytes() {
    let site = Site::new();
    let from = site.0.join("photo.jpg");
    fs::write(&from, "x".repeat(200_000)).unwrap();
    let publish = || {
        let staging = site.begin(&site.out(), Ownership::HubsOwn).unwrap();
        let content = Content::File(from.clone());
        staging.put(Output { path: OutputPath::new("p.jpg").unwrap(), rank: Rank::Asset, content }).unwrap();
        let path = OutputPath::new("b.txt").unwrap();
        staging.put(Output { path, rank: Rank::Asset, content: Content::Built(b"built") }).unwrap();
        staging.commit().unwrap().others
    };
    assert_eq!(publish(), tally(2, 0, 0));
    assert_eq!(publish(), tally(0, 2, 0));
    fs::write(&from, "y".repeat(200_000)).unwrap();
    assert_eq!(publish(), tally(1, 1, 0));
    site.assert_holds(&[("p.jpg", &"y".repeat(200_000)), ("b.txt", "built")]);
}

#[test]
fn own_files_that_somebody_changed_are_made_again() {
    let site = Site::new();
    let files = [("a.html", "one"), ("b.html", "two"), ("c.html", "three")];
    site.publish(&files).unwrap();
    fs::remove_file(site.out().join("a.html")).unwrap();
    site.write("b.html", "TWO");
    let touched = fs::File::options().write(true).open(site.out().join("c.html")).unwrap();
    touched.set_modified(std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1)).unwrap();
    assert_eq!(site.publish(&files).unwrap().pages, tally(2, 1, 0));
    site.assert_holds(&files);
    assert_eq!(site.publish(&files).unwrap().pages, tally(0, 3, 0));
}

#[test]
fn force_reads_files_instead_of_trusting_their_time() {
    let site = Site::new();
    site.publish(&[("a.html", "one")]).unwrap();
    let place = site.out().join("a.html");
    let time = fs::metadata(&place).unwrap().modified().unwrap();
    fs::write(&place, "ONE").unwrap();
    fs::File::options().write(true).open(&place).unwrap().set_modified(time).unwrap();
    assert_eq!(site.publish(&[("a.html", "one")]).unwrap().pages, tally(0, 1, 0));
    assert_eq!(site.force(&[("a.html", "one")]).unwrap().pages, tally(1, 0, 0));
}

#[test]
fn foreign_folders_are_refused_without_force_and_foreign_files_stay() {
    let site = Site::new();
    site.write("notes/mine.txt", "mine");
    site.write("index.html", "theirs");
    let files = [("index.html", "ours"), ("notes/index.html", "ours")];
    assert!(message(site.publish(&files).unwrap_err()).contains("has files, and hub didn't write them"));
    assert!(!site.0.join(".public.hub").exists());
    site.force(&files).unwrap();
    site.assert_holds(&[("index.html", "ours"), ("notes/index.html", "ours"), ("notes/mine.txt", "mine")]);
    site.publish(&[]).unwrap();
    site.assert_holds(&[("notes/mine.txt", "mine")]);
}

#[test]
fn a_foreign_file_in_the_way_stops_everything_before_it_begins() {
    let site = Site::new();
    site.publish(&[("a.html", "1"), ("z.html", "1")]).unwrap();
    for foreign in ["b/index.html", "b"] {
        drop(fs::remove_dir_all(site.out().join("b")));
        site.write(foreign, "theirs");
        let refused = message(site.publish(&[("a.html", "2"), ("b/index.html", "ours")]).unwrap_err());
        assert!(refused.contains(&format!("`{foreign}`")), "{refused}");
        site.assert_holds(&[("a.html", "1"), ("z.html", "1"), (foreign, "theirs")]);
    }
    site.force(&[("a.html", "2"), ("b/index.html", "ours")]).unwrap();
    site.assert_holds(&[("a.html", "2"), ("b/index.html", "ours")]);
    site.write("c/mine.txt", "mine");
    assert!(message(site.force(&[("c", "ours")]).unwrap_err()).contains("`c`"));
}

#[test]
fn files_become_folders_and_folders_files() {
    let site = Site::new();
    let states: [&[(&str, &str)]; 5] = [
        &[("a", "file"), ("b/x/y.html", "1"), ("b/z.html", "1"), ("keep.html", "1")],
        &[("a/index.html", "2"), ("a/more.html", "2"), ("b", "file"), ("keep.html", "1")],
        &[("a/index.html/deep.html", "3"), ("B", "file")],
        &[("A", "file"), ("b/index.html", "4")],
        &[],
    ];
    for files in states {
        site.publish(files).unwrap();
        site.assert_holds(files);
    }
}

#[test]
fn an_abandoned_or_dropped_stage_leaves_no_trace() {
    let site = Site::new();
    site.publish(&[("a.html", "1")]).unwrap();
    site.staged(Ownership::HubsOwn, &[("a.html", "2"), ("b.html", "2")]).unwrap().abandon();
    let panicked = std::panic::catch_unwind(|| {
        let _staging = site.staged(Ownership::HubsOwn, &[("a.html", "3")]).unwrap();
        std::panic::resume_unwind(Box::new("a mistake"));
    });
    assert!(panicked.is_err());
    site.assert_holds(&[("a.html", "1")]);
    assert!(!site.0.join(".public.hub/stage").exists());
    assert_eq!(site.publish(&[("a.html", "1")]).unwrap().pages, tally(0, 1, 0));
}

#[test]
fn two_outputs_of_one_place_are_refused() {
    let site = Site::new();
    let staging = site.staged(Ownership::HubsOwn, &[("a", "1")]).unwrap();
    assert!(staging.put(output("a", "2")).is_err());
    drop(staging);
    let refused = message(site.publish(&[("a", "1"), ("a/index.html", "2")]).unwrap_err());
    assert!(refused.contains("a file and a folder at once"));
    assert!(!site.out().exists());
}

#[test]
fn dangerous_places_are_refused_even_with_force() {
    let site = Site::new();
    fs::write(site.0.join("a-file"), "").unwrap();
    fs::create_dir_all(site.0.join("other")).unwrap();
    fs::write(site.0.join("other/hub.toml"), "").unwrap();
    let home = std::env::home_dir().unwrap();
    let inside = |path: &str| site.0.join(path);
    let mut places = vec![
        (site.0.clone(), "holds the site itself"),
        (inside("content/.."), "holds the site itself"),
        (site.0.parent().unwrap().to_owned(), "holds the site itself"),
        (PathBuf::from("/"), "holds the site itself"),
        (home, "home folder"),
        (inside("content"), "lies in the site's `content`"),
        (inside("static/made/deep"), "lies in the site's `static`"),
        (inside("Templates"), "lies in the site's `templates`"),
        (inside(".git/x"), "lies in the site's `.git`"),
        (inside("a-file"), "is a file"),
        (inside("a-file/x"), "lies in a file"),
        (inside("nowhere/../content"), "folders that don't exist"),
        (inside("other"), "site of its own"),
    ];
    if cfg!(target_os = "linux") {
        places.push((PathBuf::from("/proc"), "mount point"));
    }
    for (place, why) in places {
        let refused = message(site.begin(&place, Ownership::TakeOver).err().unwrap());
        assert!(refused.contains(why), "{}: {refused}", place.display());
    }
}

#[test]
fn a_damaged_manifest_is_not_guessed_at() {
    let site = Site::new();
    site.publish(&[("a.html", "1")]).unwrap();
    let manifest = site.0.join(".public.hub/manifest");
    let text = fs::read_to_string(&manifest).unwrap();
    fs::write(&manifest, text.replace("a.html", "../a.html")).unwrap();
    assert!(message(site.publish(&[("a.html", "2")]).unwrap_err()).contains("damaged"));
    site.force(&[("a.html", "2")]).unwrap();
    site.assert_holds(&[("a.html", "2")]);
}

#[test]
fn threads_put_at_once() {
    use rayon::prelude::*;
    let site = Site::new();
    let files: Vec<(String, String)> = (0..500).map(|n| (format!("d{}/{n}.html", n % 7), n.to_string())).collect();
    let publish = || {
        let staging = site.begin(&site.out(), Ownership::HubsOwn).unwrap();
        files.par_iter().try_for_each(|(path, text)| staging.put(output(path, text))).unwrap();
        staging.commit().unwrap().pages
    };
    assert_eq!(publish(), tally(500, 0, 0));
    assert_eq!(publish(), tally(0, 500, 0));
}

/// Every instant at which a run may be killed, from before the first step to after the last.
#[test]
fn a_killed_run_leaves_whole_files_and_is_finished_by_the_next() {
    let before: &[(&str, &str)] =
        &[("a", "old"), ("b/x.html", "old"), ("Case.html", "old"), ("index.html", "old"), ("s.css", "old")];
    let after: &[(&str, &str)] =
        &[("a/index.html", "new"), ("b", "new"), ("case.html", "new"), ("index.html", "new"), ("t.css", "new")];
    for killed_at in 0.. {
        let site = Site::new();
        site.publish(before).unwrap();
        let killed = site.staged(Ownership::HubsOwn, after).unwrap().commit_steps(Steps::First(killed_at), None);
        for (path, text) in site.tree() {
            assert!(path.ends_with('/') || text == "old" || text == "new", "{path} is torn");
        }
        let pages_need = |page: &str, asset: &str| {
            let page = fs::read_to_string(site.out().join(page)).unwrap();
            page != "new" || site.out().join(asset).exists()
        };
        assert!(pages_need("index.html", "t.css"));
        // A run of the same site finds everything done; begin alone has finished the change.
        drop(site.begin(&site.out(), Ownership::HubsOwn).unwrap());
        site.assert_holds(after);
        let again = site.publish(after).unwrap();
        assert_eq!((again.pages.written, again.others.written), (0, 0));
        assert!(!site.0.join(".public.hub/journal").exists());
        if killed.is_ok() {
            assert!(killed_at > 10);
            break;
        }
    }
}

#[test]
fn a_run_killed_while_recovering_is_finished_too() {
    let site = Site::new();
    site.publish(&[("a", "old"), ("b.html", "old")]).unwrap();
    let after = [("a/x.html", "new"), ("b.html", "new"), ("c.html", "new")];
    assert!(site.staged(Ownership::HubsOwn, &after).unwrap().commit_steps(Steps::First(3), None).is_err());
    let state = State::beside(&site.out()).unwrap();
    for steps in [0, 1, 4] {
        let journal = state.read_journal().unwrap().unwrap();
        assert!(commit::apply(&journal, &site.out(), &state, Steps::First(steps)).is_err());
    }
    drop(site.begin(&site.out(), Ownership::HubsOwn).unwrap());
    site.assert_holds(&after);
}

#[test]
fn staged_bytes_that_a_loss_of_power_took_are_made_again() {
    let site = Site::new();
    site.publish(&[("a.html", "old"), ("b.html", "old")]).unwrap();
    let after = [("a.html", "new"), ("b.html", "new")];
    assert!(site.staged(Ownership::HubsOwn, &after).unwrap().commit_steps(Steps::First(0), None).is_err());
    fs::write(site.0.join(".public.hub/stage/0"), "").unwrap();
    drop(site.begin(&site.out(), Ownership::HubsOwn).unwrap());
    site.assert_holds(&[("a.html", "old"), ("b.html", "new")]);
    assert_eq!(site.publish(&after).unwrap().pages, tally(1, 1, 0));
    site.assert_holds(&after);
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn links_are_never_written_through() {
        let site = Site::new();
        let elsewhere = site.0.join("elsewhere");
        fs::create_dir(&elsewhere).unwrap();
        symlink(&elsewhere, site.out()).unwrap();
        assert!(message(site.force(&[("a.html", "1")]).unwrap_err()).contains("is a link"));
        fs::remove_file(site.out()).unwrap();
        site.publish(&[("d/a.html", "1"), ("e.html", "1")]).unwrap();
        fs::remove_dir_all(site.out().join("d")).unwrap();
        symlink(&elsewhere, site.out().join("d")).unwrap();
        for ownership in [Ownership::HubsOwn, Ownership::TakeOver] {
            let staging = site.staged(ownership, &[("d/a.html", "1")]).unwrap();
            assert!(message(staging.commit().unwrap_err()).contains("`d`"));
        }
        // A stale file under a link is not removed through it.
        fs::write(elsewhere.join("a.html"), "theirs").unwrap();
        site.publish(&[]).unwrap();
        assert_eq!(fs::read_to_string(elsewhere.join("a.html")).unwrap(), "theirs");
        // A link in the place of hub's own file is replaced, what it leads to is not.
        site.publish(&[("f.html", "1")]).unwrap();
        fs::remove_file(site.out().join("f.html")).unwrap();
        symlink(elsewhere.join("a.html"), site.out().join("f.html")).unwrap();
        site.publish(&[("f.html", "2")]).unwrap();
        assert_eq!(fs::read_to_string(site.out().join("f.html")).unwrap(), "2");
        assert_eq!(fs::read_to_string(elsewhere.join("a.html")).unwrap(), "theirs");
    }

    #[test]
    fn a_link_put_between_two_runs_stops_the_recovery() {
        let site = Site::new();
        site.publish(&[("d/a.html", "1")]).unwrap();
        let after = [("d/a.html", "2")];
        assert!(site.staged(Ownership::HubsOwn, &after).unwrap().commit_steps(Steps::First(0), None).is_err());
        let elsewhere = site.0.join("elsewhere");
        fs::rename(site.out().join("d"), &elsewhere).unwrap();
        symlink(&elsewhere, site.out().join("d")).unwrap();
        assert!(message(site.publish(&after).unwrap_err()).contains("can't be written"));
        assert_eq!(fs::read_to_string(elsewhere.join("a.html")).unwrap(), "1");
        fs::remove_file(site.out().join("d")).unwrap();
        fs::rename(&elsewhere, site.out().join("d")).unwrap();
        site.publish(&after).unwrap();
        site.assert_holds(&after);
    }

    #[test]
    fn a_stage_that_cannot_be_written_leaves_the_output() {
        let site = Site::new();
        site.publish(&[("a.html", "1")]).unwrap();
        let staging = site.staged(Ownership::HubsOwn, &[("a.html", "2")]).unwrap();
        fs::remove_dir_all(site.0.join(".public.hub/stage")).unwrap();
        assert!(matches!(staging.put(output("b.html", "2")), Err(Error::Io { .. })));
        drop(staging);
        site.assert_holds(&[("a.html", "1")]);
        assert_eq!(fs::metadata(site.out()).unwrap().permissions().mode() & 0o700, 0o700);
    }
}
