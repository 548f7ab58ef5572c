//! Turns files into document text with places: Markdown, HTML, plain text
