use crate::{Citation, Consequence, Span};
use serde::Serialize;

/// A numbered or headed piece of a paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Clause {
    /// Its number with those above it, such as `4.1(b)` or `Exhibit A`; absent for a heading without one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// Its heading, where it has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub heading: Option<String>,
    /// The characters that it covers, with all clauses below it.
    pub span: Span,
    /// The clause that it is part of, by its place in the list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<usize>,
}

/// Words that point at clauses, such as `Sections 3 and 4`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Reference {
    /// The words, with their place.
    pub citation: Citation,
    /// The clauses that they point at, by their place in the list; empty where they lead nowhere.
    pub clauses: Vec<usize>,
    /// Whether the words say that the clause stands in another paper, such as a law.
    pub elsewhere: bool,
}

/// A term that the paper gives a meaning.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Definition {
    /// The term as printed.
    pub term: String,
    /// The words that define it, with their place.
    pub citation: Citation,
}

/// A paper that the agreement makes part of itself or binds the customer to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Incorporated {
    /// What it is called.
    pub name: String,
    /// The short name that it is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub called: Option<String>,
    /// Where it is published, when the paper says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// Whether it is made part of the agreement, and not only something to comply with.
    pub part: bool,
    /// The words that say it, with their place.
    pub citation: Citation,
}

/// How a paper is built, and what it attaches to failing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Structure {
    /// Its clauses in the order of the text.
    pub clauses: Vec<Clause>,
    /// Where it points at clauses.
    pub references: Vec<Reference>,
    /// The terms that it defines.
    pub definitions: Vec<Definition>,
    /// The papers that it makes part of the agreement or binds the customer to.
    pub incorporated: Vec<Incorporated>,
    /// What it says of which paper counts in a conflict.
    pub precedence: Vec<Citation>,
    /// What it attaches to failing responsibilities.
    pub consequences: Vec<Consequence>,
}
