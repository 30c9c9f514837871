//! Did-you-mean: the known name nearest to what was typed, or nothing.

/// Letters from which on one slip leaves a word what it was.
const SLIPPED: usize = 5;

/// The candidate nearest to `typed`, if it is near enough to be meant (case and separators aside).
pub fn nearest<'a>(typed: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let fold = |name: &str| name.to_lowercase().replace(['_', ' '], "-");
    let wanted = fold(typed);
    let length = wanted.chars().count();
    let allowed = (length / 3).max(1);
    // A distance is at least the difference in length: most candidates need no closer look.
    let near = |candidate: &&str| candidate.chars().count().abs_diff(length) <= allowed;
    candidates
        .into_iter()
        .filter(near)
        .map(|candidate| (strsim::damerau_levenshtein(&wanted, &fold(candidate)), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, candidate)| candidate)
}

/// The nearest candidate as a help line: ``did you mean `x`?``
pub fn nearest_help<'a>(typed: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(typed, candidates).map(|name| format!("did you mean `{name}`?"))
}

/// Whether a word is a known one with one letter wrong, left out, too many, or two of them swapped: long words only.
pub fn is_one_slip_off(known: &str, typed: &str) -> bool {
    let is_long = |word: &str, least: usize| word.chars().count() >= least;
    is_long(known, SLIPPED - 1) && is_long(typed, SLIPPED) && strsim::osa_distance(known, typed) == 1
}
