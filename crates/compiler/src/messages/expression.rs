//! Rules about what is left out of expressions: `else`, a comma.

use super::{FORGOTTEN_COMMA, Finding, SOFT_KEYWORDS, Scene};
use crate::tokens::TokenKind;

impl Scene<'_> {
    /// A conditional expression without `else`, in the innermost brackets around the place.
    pub(super) fn missing_else(&self) -> Option<Finding> {
        self.missing_else_here()?
    }

    /// The same in the brackets around those.
    pub(super) fn missing_else_outside(&self) -> Option<Finding> {
        let mut scene = Scene { ..*self };
        loop {
            scene.at = scene.bracket?;
            scene.bracket = self.bracket_of(scene.at);
            if let Some(finding) = scene.missing_else_here() {
                return finding;
            }
        }
    }

    /// Looks in one pair of brackets: the finding, or that there is none further out either.
    fn missing_else_here(&self) -> Option<Option<Finding>> {
        let start = self.value_start();
        let inside = self.bracket.map_or(self.line, |bracket| bracket + 1);
        let mut depth = 0;
        for index in (start..self.at).rev() {
            match self.text(index) {
                ")" | "]" | "}" => depth += 1,
                "(" | "[" | "{" => depth -= 1,
                "else" | "for" if depth == 0 => return Some(None),
                "if" if depth == 0 => {
                    if index == start || self.find_outside("for", inside, index).is_some() {
                        return Some(None);
                    }
                    let end = self.operand_end(index + 1);
                    let complete =
                        self.parsed(start, index).is_some() && self.parsed(index + 1, end).is_some();
                    if !complete || matches!(self.text(end), ":" | "else") {
                        return Some(None);
                    }
                    let end = self.find_outside(",", index + 1, end).unwrap_or(end);
                    let message = "expected 'else' after 'if' expression";
                    return Some(self.span(message, self.inside_group(start, index - 1), end));
                }
                _ => {}
            }
        }
        None
    }

    pub(super) fn missing_comma(&self) -> Option<Finding> {
        let mut at = self.at;
        let mut bracket = self.bracket?;
        let value_before = bracket.checked_sub(1).is_some_and(|before| self.ends_value(before));
        let comprehension = self.text(at) == "for" && self.text(bracket) == "[" && value_before;
        if self.text(at) == "]" && bracket + 1 == at || comprehension {
            // `x[]` reads as a name and an empty list, `x[i for i in y]` as one and a comprehension.
            at = bracket;
            bracket = self.bracket_of(at)?;
        }
        if at > 1 && self.text(at - 1) == "not" && self.ends_value(at - 2) {
            // `a not b` goes wrong where `in` is missing.
            at -= 1;
        }
        let parameters = self.parameters_open() == Some(bracket);
        let scene = Scene { at, bracket: Some(bracket), ..*self };
        let named = parameters && scene.value_start() == scene.item_start();
        let pattern = self.text(self.line) == "case"
            && (0..self.line).any(|i| self.text(i) == "match")
            && self.find_outside("if", self.line, at).is_none();
        if named || pattern || self.text(self.line) == "from" {
            return None;
        }
        let last = at.checked_sub(1)?;
        let list = at != self.at;
        if !self.ends_value(last) || !(list || self.starts_value(at)) {
            return None;
        }
        if self.kind(last) == TokenKind::Str && self.kind(at) == TokenKind::Str {
            return None;
        }
        let mut start = scene.value_start();
        let comma = start > bracket + 1;
        if comma
            && let Some(clause) = self.find_outside("for", bracket + 1, start)
            && self.find_outside("in", clause, start).is_some()
        {
            return None;
        }
        let mut depth = 0;
        for index in (start..at).rev() {
            match self.text(index) {
                ")" | "]" | "}" => depth += 1,
                "(" | "[" | "{" => depth -= 1,
                _ if depth > 0 => {}
                "lambda" => match self.find_outside(":", index, at) {
                    Some(colon) => {
                        start = colon + 1;
                        break;
                    }
                    None => return None,
                },
                "if" if self.find_outside("for", start, index).is_some() => return None,
                "for" if self.find_outside("in", index, at).is_some() => return None,
                "if" | "else" | "for" => {
                    start = index + 1;
                    break;
                }
                _ => {}
            }
        }
        let lambda = (bracket + 1..start).rfind(|&i| self.text(i) == "lambda");
        if lambda.is_some_and(|lambda| self.find_outside(":", lambda, at).is_none()) {
            return None;
        }
        while matches!(self.text(start), "*" | "**") {
            start += 1;
        }
        // CPython takes a name that begins like a soft keyword for one.
        let name = self.text(start);
        if self.kind(start) == TokenKind::Name && !matches!(name, "None" | "True" | "False") {
            if SOFT_KEYWORDS.iter().any(|k| k.starts_with(name)) {
                return None;
            }
            if self.is_plain_string(start + 1) {
                // A name before a string may be a prefix: CPython looks at what follows the string.
                start += 1;
                at = at.max(start + 1);
                // In brackets, what follows is part of the string's expression.
                if !list && (!self.starts_value(at) || matches!(self.text(at), "(" | "[")) {
                    return None;
                }
            }
        }
        start = self.inside_group(start, last);
        let end = self.operand_end(at);
        let end = self.find_outside(",", at, end).unwrap_or(end);
        self.parsed(at, end)?;
        self.span(FORGOTTEN_COMMA, start, end)
    }

    /// The first token of an expression between two tokens: the place of one in parentheses is its own.
    fn inside_group(&self, mut start: usize, last: usize) -> usize {
        while self.text(start) == "("
            && self.closing(start) == Some(last)
            && self.find_outside(",", start + 1, last).is_none()
            && self.find_outside("for", start + 1, last).is_none()
            && start + 1 < last
        {
            start += 1;
        }
        start
    }

    fn is_plain_string(&self, index: usize) -> bool {
        let token = self.tokens.get(index).filter(|t| t.kind == TokenKind::Str);
        token.is_some_and(|t| self.end_of_first(t) == t.end)
    }
}
