//! Rules about `=` where an expression stands: in calls, in conditions, in lists.

use super::{Finding, Scene};
use crate::kinds::{is_bitwise_or, takes_no_hint};
use crate::tokens::TokenKind;
use rustpython_parser::ast::Expr;

impl Scene<'_> {
    pub(super) fn equals_in_call(&self) -> Option<Finding> {
        self.call()?;
        let start = self.item_start();
        if self.text(self.at) == "=" {
            let word = self.text(start);
            if self.at == start + 1 && matches!(word, "True" | "False" | "None") {
                return self.span(format!("cannot assign to {word}"), start, self.at + 1);
            }
            if matches!(word, "*" | "**") {
                let what = if word == "*" { "iterable" } else { "keyword" };
                let end = self.operand_end(self.at + 1);
                return self.span(format!("cannot assign to {what} argument unpacking"), start, end);
            }
            let message = "expression cannot contain assignment, perhaps you meant \"==\"?";
            self.parsed(start, self.at)?;
            let inner = self.text(start) == "(" && self.closing(start) == Some(self.at - 1);
            let start = start + usize::from(inner);
            return self.span(message, start, self.at + 1);
        }
        if self.text(self.at) == "for" && self.text(start + 1) == "=" && self.at > start + 2 {
            let message = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?";
            return self.span(message, start, start + 2);
        }
        if self.text(self.at) == ")" && start + 1 == self.at && self.text(start) == "*" {
            let unpacks =
                (self.line + 1..start).any(|i| self.text(i) == "**" && matches!(self.text(i - 1), "(" | ","));
            let message = "iterable argument unpacking follows keyword argument unpacking";
            return unpacks.then(|| self.found(message, start))?;
        }
        let ends = matches!(self.text(self.at), ")" | ",");
        if ends && self.at == start + 2 && self.text(start + 1) == "=" {
            return self.span("expected argument value expression", start, start + 2);
        }
        None
    }

    /// An argument without a name behind one with a name, and something wrong behind it.
    pub(super) fn late_positional(&self) -> Option<Finding> {
        let open = self.call()?;
        let start = self.item_start();
        let named = |i: usize| self.text(i) == "=" && self.bracket_of(i) == Some(open);
        let unpacked = |i: usize| self.text(i) == "**" && matches!(self.text(i - 1), "(" | ",");
        let before: Vec<usize> = (open + 1..start).filter(|&i| named(i) || unpacked(i)).collect();
        let whole = start < self.at && self.text(start + 1) != "=" && self.parsed(start, self.at).is_some();
        let comparison = start + 2 == self.at && self.kind(start) == TokenKind::Name;
        if before.is_empty() || !whole && !comparison || matches!(self.text(start), "*" | "**") {
            return None;
        }
        let unpacking = if before.iter().any(|&i| unpacked(i)) { " unpacking" } else { "" };
        // CPython has looked at the expression that may follow a name.
        let at = if self.starts_value(self.at) { self.operand_end(self.at) } else { self.at };
        self.found(format!("positional argument follows keyword argument{unpacking}"), at)
    }

    /// The bracket around a token.
    pub(super) fn bracket_of(&self, index: usize) -> Option<usize> {
        let mut depth = 0;
        for at in (self.line..index).rev() {
            match self.text(at) {
                ")" | "]" | "}" => depth += 1,
                "(" | "[" | "{" if depth == 0 => return Some(at),
                "(" | "[" | "{" => depth -= 1,
                _ => {}
            }
        }
        None
    }

    pub(super) fn equals_in_condition(&self) -> Option<Finding> {
        let condition = matches!(self.text(self.line), "if" | "elif" | "while");
        let guard = self.pattern_end().filter(|&i| i < self.at && self.text(i) == "if");
        let definition = self.bracket.is_some() && self.bracket == self.definition_open();
        let expression = self.bracket.is_some() || condition || guard.is_some();
        if self.text(self.at) != "=" || definition || !expression {
            return None;
        }
        if self.dict_entry().is_some() {
            return None;
        }
        let start = match self.bracket {
            Some(_) => self.item_start(),
            None => guard.unwrap_or(self.line) + 1,
        };
        self.mistyped_comparison(start)
    }

    /// What CPython reads as a named expression, where an assignment is written: behind `match` and `@`, and what
    /// follows the items of a list without a comma.
    pub(super) fn equals_in_list(&self) -> Option<Finding> {
        if self.bracket.is_some() {
            return None;
        }
        let equals = self.find_outside("=", self.at, self.line_end()).filter(|&i| i > self.line + 1)?;
        let subject = matches!(self.text(self.line), "match" | "@") && self.at == self.line + 1
            || matches!(self.text(self.line), "match" | "@") && self.at == equals;
        let first = match () {
            () if subject => self.line + 1,
            () if self.starts_value(self.at)
                && matches!(self.parsed(self.line, self.at), Some(Expr::Tuple(_))) =>
            {
                let comma = (self.at..equals).rfind(|&i| self.text(i) == ",");
                comma.map_or(self.at, |i| i + 1)
            }
            () => return None,
        };
        let start = (first..equals).find(|&i| self.parsed(i, equals).is_some())?;
        Scene { at: equals, ..*self }.mistyped_comparison(start)
    }

    /// The `=` at the place may have been meant as `==`, between what begins at `start` and what follows.
    fn mistyped_comparison(&self, start: usize) -> Option<Finding> {
        let expr = self.parsed(start, self.at)?;
        let end = self.compared_end().min(self.operand_end(self.at + 1));
        let value = self.parsed(self.at + 1, end)?;
        if !is_bitwise_or(&expr) || takes_no_hint(&expr) || !is_bitwise_or(&value) || self.text(end) == "=" {
            return None;
        }
        if expr.is_name_expr() {
            let message = "invalid syntax. Maybe you meant '==' or ':=' instead of '='?";
            return self.span(message, start, end);
        }
        let kind = self.kind_between(start, &expr);
        let message = format!("cannot assign to {kind} here. Maybe you meant '==' instead of '='?");
        self.span(message, start, self.at)
    }

    /// Whether CPython looks at what is behind the value of `=` in brackets before it says what is wrong.
    pub(super) fn asks_behind_value(&self) -> bool {
        let hinted = |e: Expr| is_bitwise_or(&e) && !takes_no_hint(&e);
        self.text(self.at) == "="
            && self.bracket.is_some()
            && self.call().is_none()
            && self.parsed(self.item_start(), self.at).is_some_and(hinted)
            && self.parsed(self.at + 1, self.operand_end(self.at + 1)).is_none_or(|e| is_bitwise_or(&e))
    }

    /// The token behind the value of the `=` at the place.
    pub(super) fn behind_value(&self) -> usize {
        let end = self.operand_end(self.at + 1);
        if self.parsed(self.at + 1, end).is_some() { end } else { self.at + 1 }
    }

    /// The end of the operand behind the place: where a comparison, or what encloses it, goes on.
    fn compared_end(&self) -> usize {
        let mut depth = 0;
        for index in self.at + 1..self.tokens.len() {
            match self.text(index) {
                "(" | "[" | "{" => depth += 1,
                ")" | "]" | "}" if depth == 0 => return index,
                ")" | "]" | "}" => depth -= 1,
                "," | ":" | "=" | ":=" | "and" | "or" | "not" | "if" | "else" | "for" | "in" | "is"
                | "==" | "!=" | "<" | ">" | "<=" | ">=" | ";"
                    if depth == 0 =>
                {
                    return index;
                }
                _ if self.kind(index) == TokenKind::Newline => return index,
                _ => {}
            }
        }
        self.tokens.len()
    }
}
