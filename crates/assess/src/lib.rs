//! The record (a fold over entries) and status as of a time
