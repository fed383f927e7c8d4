//! The matcher against texts of each width.
