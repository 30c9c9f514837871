//! How often a question was asked, as people and spreadsheets write it.

/// A whole number: `1200`, also with its thousands apart (`1.200`, `1 200`, `1'200`) or with nothing behind the point (`3.0`).
pub(super) fn count(typed: &str) -> Option<u32> {
    let plain = typed.trim().trim_start_matches('+');
    let Some(mark) = plain.chars().find(|c| !c.is_ascii_digit()) else { return plain.parse().ok() };
    let groups: Vec<&str> = plain.split(mark).collect();
    match groups.as_slice() {
        [whole, "0" | "00"] if matches!(mark, '.' | ',') && !whole.is_empty() => whole.parse().ok(),
        [first, rest @ ..] if parts_thousands(mark) && begins(first) && rest.iter().all(|group| group.len() == 3) => {
            groups.concat().parse().ok()
        }
        _ => None,
    }
}

fn parts_thousands(c: char) -> bool {
    matches!(c, '.' | ',' | ' ' | '\u{A0}' | '\u{202F}' | '\'' | '’')
}

/// `0.500` is a half, not five hundred.
fn begins(group: &str) -> bool {
    (1..=3).contains(&group.len()) && !group.starts_with('0')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_read_and_nothing_is_guessed() {
        for typed in ["1200", "1.200", "1,200", "1 200", "1\u{A0}200", "1'200", "1’200", " 1200 ", "1200.0", "+1200"]
        {
            assert_eq!(count(typed), Some(1200), "{typed}");
        }
        assert_eq!((count("1.200.300"), count("0")), (Some(1_200_300), Some(0)));
        for typed in
            ["2,5", "1e3", "abc", "-5", "99999999999999999999", "1.200,300", "12.34", "0.500", "1.20é", ".", "1,2000"]
        {
            assert_eq!(count(typed), None, "{typed}");
        }
    }
}
