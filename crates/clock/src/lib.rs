//! Deadlines, cadences and when they fall due
