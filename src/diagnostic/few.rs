//! Many problems of one kind: the first are told, the others counted.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::Diagnostic;

/// At most `most` problems of a code; the last of them says how many more there are, and `rest` where to find them.
pub fn few(problems: Vec<Diagnostic>, most: usize, rest: &str) -> Vec<Diagnostic> {
    let mut alike: BTreeMap<&str, usize> = BTreeMap::new();
    for problem in &problems {
        *alike.entry(problem.code).or_default() += 1;
    }
    let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
    let mut told = Vec::new();
    for problem in problems {
        let seen = seen.entry(problem.code).or_default();
        *seen += 1;
        let more = alike.get(problem.code).map_or(0, |all| all.saturating_sub(most));
        match (*seen).cmp(&most) {
            Ordering::Equal if more > 0 => told.push(problem.note(format!("and {more} more like this; {rest}"))),
            Ordering::Less | Ordering::Equal => told.push(problem),
            Ordering::Greater => {}
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_that_is_told_counts_the_others() {
        let of = |codes: &[&'static str]| codes.iter().map(|code| Diagnostic::note_only(code, "m")).collect::<Vec<_>>();
        let told = few(of(&["a", "b", "a", "a", "a"]), 2, "see there");
        assert_eq!(told.iter().map(|one| one.code).collect::<Vec<_>>(), ["a", "b", "a"]);
        assert_eq!(told.last().unwrap().notes, ["and 2 more like this; see there"]);
        assert_eq!(few(of(&["a", "a"]), 2, ""), of(&["a", "a"]));
    }
}
