use std::ops::Range;

/// Words of the old that stand for words of the new; one of them may be none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Segment {
    pub(super) old: Range<usize>,
    pub(super) new: Range<usize>,
}

/// How much comparing of words one comparison of versions may cost, so that hostile papers stay cheap.
pub(super) struct Budget(usize);

impl Budget {
    pub(super) const fn new() -> Self {
        Budget(60_000_000)
    }

    fn spend(&mut self, cells: usize) -> Option<()> {
        self.0 = self.0.checked_sub(cells)?;
        Some(())
    }
}

/// Two texts of which so much differs are not compared word by word.
const LARGEST: usize = 1_000_000;

/// Where two texts differ, by a longest common subsequence; `None` where that would cost too much.
pub(super) fn segments(old: &[String], new: &[String], budget: &mut Budget) -> Option<Vec<Segment>> {
    let head = old.iter().zip(new).take_while(|(old, new)| old == new).count();
    let rest = (old.len() - head).min(new.len() - head);
    let tail = old.iter().rev().zip(new.iter().rev()).take(rest).take_while(|(old, new)| old == new).count();
    let (left, right) = (old.get(head..old.len() - tail)?, new.get(head..new.len() - tail)?);
    let cells = (left.len() + 1).checked_mul(right.len() + 1).filter(|cells| *cells <= LARGEST)?;
    budget.spend(cells + head + tail)?;
    let mut found: Vec<Segment> = Vec::new();
    let mut add = |old: Range<usize>, new: Range<usize>| match found.last_mut() {
        Some(last) if last.old.end == old.start && last.new.end == new.start => {
            (last.old.end, last.new.end) = (old.end, new.end);
        }
        _ => found.push(Segment { old, new }),
    };
    let table = table(left, right);
    let width = right.len() + 1;
    let common = |from: usize, to: usize| table.get(from * width + to).copied().unwrap_or(0);
    let (mut from, mut to) = (0, 0);
    while from < left.len() || to < right.len() {
        let (at, on) = (head + from, head + to);
        if from < left.len() && to < right.len() && left.get(from) == right.get(to) {
            (from, to) = (from + 1, to + 1);
        } else if to == right.len() || from < left.len() && common(from + 1, to) >= common(from, to + 1) {
            add(at..at + 1, on..on);
            from += 1;
        } else {
            add(at..at, on..on + 1);
            to += 1;
        }
    }
    Some(found)
}

/// For each pair of places, how many words the rests behind them have in common.
fn table(left: &[String], right: &[String]) -> Vec<u32> {
    let width = right.len() + 1;
    let mut table = vec![0u32; (left.len() + 1) * width];
    for (from, word) in left.iter().enumerate().rev() {
        for (to, other) in right.iter().enumerate().rev() {
            let read = |from: usize, to: usize| table.get(from * width + to).copied().unwrap_or(0);
            let longest =
                if word == other { read(from + 1, to + 1) + 1 } else { read(from + 1, to).max(read(from, to + 1)) };
            if let Some(cell) = table.get_mut(from * width + to) {
                *cell = longest;
            }
        }
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn what_differs_is_found() {
        let found = |old: &str, new: &str| {
            let (old, new) = (words(old), words(new));
            let all = segments(&old, &new, &mut Budget::new()).unwrap();
            all.into_iter().map(|s| (old[s.old].join(" "), new[s.new].join(" "))).collect::<Vec<_>>()
        };
        let pair = |old: &str, new: &str| (old.to_owned(), new.to_owned());
        assert_eq!(found("a b c", "a b c"), []);
        assert_eq!(found("a b c", "a c"), [pair("b", "")]);
        assert_eq!(found("a b c d", "x b c y z"), [pair("a", "x"), pair("d", "y z")]);
        assert_eq!(found("a", "b"), [pair("a", "b")]);
        let long = |word: &str| vec![word.to_owned(); 2000];
        assert_eq!(segments(&long("a"), &long("b"), &mut Budget::new()), None);
    }
}
