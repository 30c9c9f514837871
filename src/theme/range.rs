//! `range(start, end, step_by)` for templates, with an end for loops in loops: without one a page would never be made, and
//! nobody would learn why.

use std::cell::Cell;

use tera::{Error, Kwargs, State, TeraResult};

/// Through so many numbers the loops of one page may count.
const NUMBERS: i128 = 1_000_000;

thread_local! {
    static LEFT: Cell<i128> = const { Cell::new(NUMBERS) };
}

/// A page begins on this thread.
pub(super) fn begin_page() {
    LEFT.set(NUMBERS);
}

/// The numbers from `start` (else 0) up to `end`, which isn't among them.
pub(super) fn range(values: Kwargs, _: &State<'_>) -> TeraResult<Vec<i128>> {
    let start = i128::from(values.get::<i64>("start")?.unwrap_or_default());
    let end = i128::from(values.must_get::<i64>("end")?);
    let step = i128::from(values.get::<i64>("step_by")?.unwrap_or(1));
    if step == 0 || (step > 0 && start > end) {
        return Err(Error::message(format!("`range` can't get from {start} to {end} by steps of {step}")));
    }
    let count = (end - start + step - step.signum()) / step;
    let left = LEFT.get() - count.max(0);
    if left < 0 {
        return Err(Error::message(format!("the loops of this page would count through more than {NUMBERS} numbers")));
    }
    LEFT.set(left);
    Ok((0..count.max(0)).map(|at| start + at * step).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(text: &str) -> Result<String, tera::Error> {
        let mut tera = tera::Tera::default();
        tera.register_function("range", range);
        tera.add_raw_template("a", text)?;
        begin_page();
        tera.render("a", &tera::Context::new())
    }

    #[test]
    fn it_counts_as_templates_know_it() {
        let all = |arguments: &str| printed(&format!("{{% for i in range({arguments}) %}}{{{{ i }}}} {{% endfor %}}"));
        assert_eq!(all("end=3").unwrap(), "0 1 2 ");
        assert_eq!(all("start=1, end=6, step_by=2").unwrap(), "1 3 5 ");
        assert_eq!(all("start=3, end=0, step_by=-1").unwrap(), "3 2 1 ");
        assert_eq!(all("start=3, end=3").unwrap(), "");
        assert_eq!(all("start=0, end=3, step_by=-1").unwrap(), "");
        assert!(all("start=3, end=0").is_err() && all("end=3, step_by=0").is_err());
    }

    #[test]
    fn loops_in_loops_have_an_end() {
        let loops = "{% for a in range(end=9000) %}{% for b in range(end=9000) %}{% endfor %}{% endfor %}";
        assert!(printed(loops).is_err());
    }
}
