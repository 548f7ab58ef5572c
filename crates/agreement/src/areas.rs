use onus_terms::Area;
use std::sync::OnceLock;

const TABLE: &str = include_str!("../data/areas.txt");

struct Row {
    area: Area,
    weight: u32,
    words: Vec<&'static str>,
}

fn rows() -> &'static [Row] {
    static ROWS: OnceLock<Vec<Row>> = OnceLock::new();
    ROWS.get_or_init(|| {
        let rows = TABLE.lines().filter_map(|line| {
            let mut parts = line.splitn(3, ' ');
            let area = parts.next()?.parse().ok()?;
            let weight = parts.next()?.parse().ok()?;
            Some(Row { area, weight, words: parts.next()?.split('|').collect() })
        });
        rows.collect()
    })
}

/// What a sentence is about, the closest area first; never empty.
pub(crate) fn of(plain: &str) -> Vec<Area> {
    let mut scores: Vec<(u32, Area)> = rows()
        .iter()
        .map(|row| {
            let hits = row.words.iter().filter(|word| plain.contains(**word)).count();
            (row.weight * u32::try_from(hits).unwrap_or(0), row.area)
        })
        .filter(|(score, _)| *score > 0)
        .collect();
    scores.sort_by_key(|(score, area)| (std::cmp::Reverse(*score), *area));
    let areas: Vec<Area> = scores.into_iter().map(|(_, area)| area).take(3).collect();
    if areas.is_empty() { vec![Area::Use] } else { areas }
}
