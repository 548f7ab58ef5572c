/// The event a sentence begins with, where it begins with one.
pub(crate) fn trigger(words: &str) -> Option<String> {
    let starts = ["If ", "When ", "Upon ", "Before ", "After ", "Where "];
    let event = starts.iter().any(|start| words.starts_with(start));
    event.then(|| words.split(',').next().unwrap_or("").trim().to_owned())
}

/// The exceptions in a sentence, in its own words.
pub(crate) fn exceptions(words: &str) -> Vec<String> {
    let starts = ["except ", "unless ", "without our prior", "other than "];
    let found = starts.iter().filter_map(|start| words.find(start).and_then(|at| words.get(at..)));
    found.map(|rest| rest.split([',', ';', '.']).next().unwrap_or("").trim().to_owned()).collect()
}
