//! What waits for what: an order in which everything comes after what it waits for, and the circles that forbid one.
//!
//! Knows numbers alone. Walks with a list of its own instead of the call stack: a chain may be as long as the site.

/// What a walk over all waiting found.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Walk {
    /// Every number once; what one waits for stands before it, unless both are in a circle.
    pub(super) order: Vec<usize>,
    /// Circles: each waits for the next, the last for the first. A knot of circles may be told in part;
    /// mending what is told shows the rest.
    pub(super) circles: Vec<Vec<usize>>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    New,
    Open,
    Done,
}

/// Walks `waits`: what each number waits for. Linear in all of it, but for the circles' own lengths.
pub(super) fn walk(waits: &[Vec<usize>]) -> Walk {
    let mut walk = Walk { order: Vec::with_capacity(waits.len()), circles: Vec::new() };
    let mut marks = vec![Mark::New; waits.len()];
    for start in 0..waits.len() {
        if marks.get(start) == Some(&Mark::New) {
            walk.visit(start, waits, &mut marks);
        }
    }
    walk
}

impl Walk {
    fn visit(&mut self, start: usize, waits: &[Vec<usize>], marks: &mut [Mark]) {
        let mut way: Vec<(usize, usize)> = Vec::new();
        open(start, &mut way, marks);
        while let Some((node, step)) = way.last_mut() {
            let node = *node;
            let next = waits.get(node).and_then(|nexts| nexts.get(*step)).copied();
            *step += 1;
            match next.map(|next| (next, marks.get(next))) {
                Some((next, Some(Mark::New))) => open(next, &mut way, marks),
                Some((next, Some(Mark::Open))) => self.circles.push(circle(&way, next)),
                Some(_) => {}
                None => {
                    way.pop();
                    self.order.push(node);
                    set(marks, node, Mark::Done);
                }
            }
        }
    }
}

fn open(node: usize, way: &mut Vec<(usize, usize)>, marks: &mut [Mark]) {
    way.push((node, 0));
    set(marks, node, Mark::Open);
}

fn set(marks: &mut [Mark], node: usize, mark: Mark) {
    if let Some(slot) = marks.get_mut(node) {
        *slot = mark;
    }
}

/// The way from where `back` stands to its end.
fn circle(way: &[(usize, usize)], back: usize) -> Vec<usize> {
    way.iter().map(|(node, _)| *node).skip_while(|node| *node != back).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_waited_for_comes_first() {
        assert_eq!(walk(&[vec![1, 2], vec![2], vec![]]), Walk { order: vec![2, 1, 0], circles: vec![] });
    }

    #[test]
    fn circles_are_told_as_ways() {
        let walk = walk(&[vec![1], vec![2], vec![1], vec![3]]);
        assert_eq!(walk.circles, [vec![1, 2], vec![3]]);
        assert_eq!(walk.order.len(), 4);
    }

    #[test]
    fn a_long_chain_needs_no_stack() {
        let length = 200_000;
        let waits: Vec<Vec<usize>> = (0..length).map(|node| vec![node + 1]).collect();
        assert_eq!(walk(&waits).order.first(), Some(&(length - 1)));
    }
}
