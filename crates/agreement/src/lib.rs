//! Reads document text into clauses and customer responsibilities, and compares versions
