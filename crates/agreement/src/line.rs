use onus_terms::Responsibility;

/// One line of JSON for a responsibility: document, start, end, kind, who, areas and deadline (joined by `+`).
pub fn jsonl(document: &str, found: &Responsibility) -> String {
    let deadline: Vec<String> = found.deadlines.iter().map(|deadline| deadline.limit.to_string()).collect();
    serde_json::json!({
        "document": document,
        "start": found.citation.place.span.start,
        "end": found.citation.place.span.end,
        "kind": found.kind,
        "who": found.party,
        "areas": found.areas,
        "deadline": deadline.join("+"),
    })
    .to_string()
}
