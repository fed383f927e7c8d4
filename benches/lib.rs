//! Criterion targets, one file a question.
