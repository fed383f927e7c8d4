//! `match`: cases are tried in order; what a pattern captures waits in temporaries until the whole
//! pattern has matched.

use std::collections::BTreeSet;

use rustpython_parser::ast::{self, Pattern, Ranged};
use rustpython_parser::text_size::TextRange;
use theseus_bytecode::{BinaryOp, CONSUME, CompareOp, Const, Op, Reg};

use super::op::Right;
use super::{Lower, Value};
use crate::error::Res;
use crate::fold;
use crate::unit::Label;
use crate::unparse;

/// The state of matching one case.
struct Case {
    /// Where to go when the pattern does not match.
    fail: Label,
    /// Captured names, with the temporaries their values wait in.
    captures: Vec<(String, Reg)>,
    /// Names captured on the way here; each may be captured once.
    stored: Vec<String>,
    /// Temporaries that hold something now.
    live: Vec<Reg>,
    /// Temporaries that may hold something at `fail`.
    dirty: BTreeSet<Reg>,
}

impl Case {
    fn release(&mut self, reg: Reg) {
        self.live.retain(|&r| r != reg);
    }
}

/// A value under test: its register, and whether it ends with the pattern.
#[derive(Clone, Copy)]
struct Subject {
    reg: Reg,
    owned: bool,
}

impl Subject {
    fn kept(self) -> Subject {
        Subject { owned: false, ..self }
    }
}

/// Items of one sequence, mapping or class pattern.
const MAX_ITEMS: usize = 10_000;

impl<'a> Lower<'a> {
    pub(super) fn match_stmt(&mut self, s: &'a ast::StmtMatch) -> Res<()> {
        let subject = self.push_expr(&s.subject)?;
        let rest = &self.source.text[usize::from(s.subject.range().end())..];
        if !s.subject.is_tuple_expr() && rest.trim_start().starts_with(',') {
            // The parser drops the comma of `match x,:`, which makes a tuple.
            self.at(s.subject.range());
            self.emit(Op::BuildTuple, 0, subject, subject, 1);
        }
        let end = self.label();
        for (index, case) in s.cases.iter().enumerate() {
            let last = index + 1 == s.cases.len();
            self.case(case, subject, last, end)?;
        }
        if self.unit.state.is_some() {
            self.drop_temp(subject);
        }
        self.place(end);
        Ok(())
    }

    fn case(&mut self, s: &'a ast::MatchCase, subject: Reg, last: bool, end: Label) -> Res<()> {
        let mark = self.top;
        let fail = self.label();
        let mut case =
            Case { fail, captures: Vec::new(), stored: Vec::new(), live: Vec::new(), dirty: BTreeSet::new() };
        let mut names = Vec::new();
        captured(&s.pattern, &mut names);
        for name in names {
            let name = self.mangled(name);
            if !case.captures.iter().any(|(n, _)| *n == name) {
                let reg = self.push();
                case.captures.push((name, reg));
            }
        }
        self.at(s.pattern.range());
        let refutable_only = s.guard.is_none() && !last;
        self.pattern(&s.pattern, Subject { reg: subject, owned: false }, &mut case, !refutable_only)?;
        self.at(s.pattern.range());
        for name in std::mem::take(&mut case.stored) {
            let found = case.captures.iter().find(|(n, _)| *n == name);
            if let Some(&(_, reg)) = found {
                self.store_name(&name, Value::Temp(reg));
                case.release(reg);
            }
        }
        self.top = mark;
        if let Some(guard) = &s.guard {
            self.jump_if(guard, false, fail)?;
            self.at(s.pattern.range());
        }
        self.drop_temp(subject);
        self.body(&s.body)?;
        self.goto_end(end);
        self.at(s.pattern.range());
        self.place(fail);
        for reg in case.dirty {
            self.drop_temp(reg);
        }
        Ok(())
    }

    // ---- patterns

    /// Goes on if the subject matches, else to the label of the case.
    fn pattern(&mut self, p: &'a Pattern, on: Subject, case: &mut Case, irrefutable: bool) -> Res<()> {
        self.deeper()?;
        let mark = self.top;
        match p {
            Pattern::MatchValue(p) => self.value_pattern(p, on, case)?,
            Pattern::MatchSingleton(p) => self.singleton_pattern(p, on, case),
            Pattern::MatchSequence(p) => self.sequence_pattern(p, on, case)?,
            Pattern::MatchMapping(p) => self.mapping_pattern(p, on, case)?,
            Pattern::MatchClass(p) => self.class_pattern(p, on, case)?,
            Pattern::MatchAs(p) => self.as_pattern(p, on, case, irrefutable)?,
            Pattern::MatchOr(p) => self.or_pattern(p, on, case, irrefutable)?,
            // Only sequence patterns hold stars, and they look at them themselves.
            Pattern::MatchStar(p) => self.capture(p.name.as_ref(), p.range, on, case)?,
        }
        self.top = mark;
        self.depth -= 1;
        Ok(())
    }

    /// Emits a jump for what does not match.
    fn mismatch(&mut self, op: Op, operand: u16, case: &mut Case) {
        case.dirty.extend(&case.live);
        self.jump(op, 0, operand, 0, 0, case.fail);
    }

    /// Ends the life of a subject that was matched.
    fn matched(&mut self, on: Subject, case: &mut Case) {
        if on.owned {
            self.drop_temp(on.reg);
            case.release(on.reg);
        }
    }

    /// Goes to the label of the case unless `subject op value`.
    fn require(&mut self, op: CompareOp, on: Subject, value: Right, case: &mut Case) {
        if on.owned {
            case.release(on.reg);
        }
        case.dirty.extend(&case.live);
        let subject = if on.owned { Value::Temp(on.reg) } else { Value::Local(on.reg) };
        self.emit_jump_compare(op, subject, value, false, case.fail);
    }

    fn value_pattern(&mut self, p: &'a ast::PatternMatchValue, on: Subject, case: &mut Case) -> Res<()> {
        let value = match self.constant_of(&p.value)? {
            Some(value) => Right::Constant(self.constant(value)),
            None if matches!(&*p.value, ast::Expr::Attribute(_)) => Right::Value(self.operand(&p.value)?),
            None => return self.fail("patterns may only match literals and attribute lookups", p.range),
        };
        self.at(p.range);
        self.require(CompareOp::Eq, on, value, case);
        Ok(())
    }

    fn singleton_pattern(&mut self, p: &ast::PatternMatchSingleton, on: Subject, case: &mut Case) {
        let value = match p.value {
            ast::Constant::Bool(true) => Const::True,
            ast::Constant::Bool(false) => Const::False,
            _ => Const::None,
        };
        let value = Right::Constant(self.constant(value));
        self.at(p.range);
        self.require(CompareOp::Is, on, value, case);
    }

    /// Lets the subject wait for the end of the pattern under a name.
    fn capture(
        &mut self,
        name: Option<&ast::Identifier>,
        range: TextRange,
        on: Subject,
        case: &mut Case,
    ) -> Res<()> {
        let Some(name) = name else {
            self.matched(on, case);
            return Ok(());
        };
        self.check_target_name(name, range)?;
        let mangled = self.mangled(name);
        if case.stored.contains(&mangled) {
            return self.fail(format!("multiple assignments to name '{name}' in pattern"), range);
        }
        let home = case.captures.iter().find(|(n, _)| *n == mangled).map(|&(_, reg)| reg);
        if let Some(home) = home {
            let from = if on.owned { on.reg | CONSUME } else { on.reg };
            self.at(range);
            self.emit(Op::Move, 0, home, from, 0);
            case.release(on.reg);
            case.live.push(home);
        }
        case.stored.push(mangled);
        Ok(())
    }

    fn as_pattern(
        &mut self,
        p: &'a ast::PatternMatchAs,
        on: Subject,
        case: &mut Case,
        irrefutable: bool,
    ) -> Res<()> {
        match &p.pattern {
            Some(inner) => self.pattern(inner, on.kept(), case, irrefutable)?,
            None if !irrefutable => {
                let what = match &p.name {
                    Some(name) => format!("name capture '{name}'"),
                    None => "wildcard".to_owned(),
                };
                return self.fail(format!("{what} makes remaining patterns unreachable"), p.range);
            }
            None => {}
        }
        self.capture(p.name.as_ref(), p.range, on, case)
    }

    fn or_pattern(
        &mut self,
        p: &'a ast::PatternMatchOr,
        on: Subject,
        case: &mut Case,
        irrefutable: bool,
    ) -> Res<()> {
        let matched = self.label();
        let before = case.live.clone();
        let stored = case.stored.clone();
        let (outer, mut dirty) = (case.fail, std::mem::take(&mut case.dirty));
        let mut control: Option<Vec<String>> = None;
        for (index, alternative) in p.patterns.iter().enumerate() {
            let last = index + 1 == p.patterns.len();
            case.fail = self.label();
            case.live = before.clone();
            case.stored = stored.clone();
            self.pattern(alternative, on.kept(), case, irrefutable && last)?;
            let mut names = case.stored[stored.len()..].to_vec();
            names.sort();
            match &control {
                None => control = Some(names),
                Some(first) if *first != names => {
                    return self.fail("alternative patterns bind different names", p.range);
                }
                Some(_) => {}
            }
            self.goto(matched);
            self.place(case.fail);
            for reg in std::mem::take(&mut case.dirty) {
                if !before.contains(&reg) {
                    self.drop_temp(reg);
                }
            }
        }
        // No alternative matched: the subject and what was captured before are still held.
        if self.unit.state.is_some() {
            self.jump(Op::Jump, 0, 0, 0, 0, outer);
        }
        dirty.extend(&before);
        (case.fail, case.dirty) = (outer, dirty);
        self.place(matched);
        self.matched(on, case);
        Ok(())
    }

    // ---- sequences

    fn sequence_pattern(
        &mut self,
        p: &'a ast::PatternMatchSequence,
        on: Subject,
        case: &mut Case,
    ) -> Res<()> {
        let patterns = &p.patterns[..];
        let stars: Vec<usize> = (0..patterns.len()).filter(|&i| is_star(&patterns[i])).collect();
        if stars.len() > 1 {
            return self.fail("multiple starred names in sequence pattern", p.range);
        }
        if patterns.len() > MAX_ITEMS {
            return self.fail("too many items in sequence pattern", p.range);
        }
        let star = stars.first().copied();
        let fixed = (patterns.len() - stars.len()) as u16;
        let x = match star {
            None => 0,
            Some(_) if fixed > 0 => 1,
            Some(_) => 2,
        };
        let test = self.push();
        self.at(p.range);
        self.emit(Op::MatchSequence, x, test, on.reg, fixed);
        self.mismatch(Op::JumpIfFalse, test | CONSUME, case);
        self.top = test;
        if patterns.iter().all(is_wildcard) {
            self.matched(on, case);
            return Ok(());
        }
        match star {
            Some(at) if is_wildcard(&patterns[at]) => self.items_by_index(p, at, on, case)?,
            _ => self.items_unpacked(p, star, on, case)?,
        }
        self.matched(on, case);
        Ok(())
    }

    /// Items are taken all at once.
    fn items_unpacked(
        &mut self,
        p: &'a ast::PatternMatchSequence,
        star: Option<usize>,
        on: Subject,
        case: &mut Case,
    ) -> Res<()> {
        let count = p.patterns.len();
        let base = self.top;
        for _ in 0..count {
            self.push();
        }
        match star {
            Some(at) => {
                let after = count - 1 - at;
                if at > 255 || after > 255 {
                    let message = "too many expressions in star-unpacking sequence pattern";
                    return self.fail(message, p.range);
                }
                self.emit(Op::UnpackEx, 0, base, on.reg, at as u16 | (after as u16) << 8);
            }
            None => self.emit(Op::Unpack, 0, base, on.reg, count as u16),
        }
        self.parts(p.patterns.iter(), base, case)
    }

    /// A star that captures nothing lets items be asked for one by one.
    fn items_by_index(
        &mut self,
        p: &'a ast::PatternMatchSequence,
        star: usize,
        on: Subject,
        case: &mut Case,
    ) -> Res<()> {
        let count = p.patterns.len();
        for (index, pattern) in p.patterns.iter().enumerate() {
            if index == star || is_wildcard(pattern) {
                continue;
            }
            self.at(p.range);
            let item = self.push();
            if index < star {
                let at = self.constant(Const::Int(index as i64));
                self.emit(Op::GetItemK, 0, item, on.reg, at);
            } else {
                self.emit(Op::GetLen, 0, item, on.reg, 0);
                let back = self.constant(Const::Int((count - index) as i64));
                self.emit(Op::BinaryK, BinaryOp::Sub as u8, item, item | CONSUME, back);
                self.emit(Op::GetItem, 0, item, on.reg, item | CONSUME);
            }
            case.live.push(item);
            self.pattern(pattern, Subject { reg: item, owned: true }, case, true)?;
            self.top = item;
        }
        Ok(())
    }

    /// Matches the values in consecutive temporaries.
    fn parts(
        &mut self,
        patterns: impl Iterator<Item = &'a Pattern> + Clone,
        base: Reg,
        case: &mut Case,
    ) -> Res<()> {
        // What nobody asks for goes at once.
        for (reg, pattern) in (base..).zip(patterns.clone()) {
            if is_wildcard(pattern) {
                self.drop_temp(reg);
            } else {
                case.live.push(reg);
            }
        }
        for (reg, pattern) in (base..).zip(patterns) {
            if !is_wildcard(pattern) {
                self.pattern(pattern, Subject { reg, owned: true }, case, true)?;
            }
        }
        Ok(())
    }

    // ---- mappings

    fn mapping_pattern(&mut self, p: &'a ast::PatternMatchMapping, on: Subject, case: &mut Case) -> Res<()> {
        if p.keys.len() > MAX_ITEMS {
            return self.fail("too many sub-patterns in mapping pattern", p.range);
        }
        let test = self.push();
        self.at(p.range);
        self.emit(Op::MatchMapping, 0, test, on.reg, p.keys.len() as u16);
        self.mismatch(Op::JumpIfFalse, test | CONSUME, case);
        self.top = test;
        if p.keys.is_empty() && p.rest.is_none() {
            self.matched(on, case);
            return Ok(());
        }
        let keys = self.push();
        self.mapping_keys(p, keys)?;
        case.live.push(keys);
        self.at(p.range);
        let values = self.push();
        self.emit(Op::MatchKeys, 0, values, on.reg, keys);
        case.live.push(values);
        self.mismatch(Op::JumpIfNone, values, case);
        case.release(values);
        self.emit(Op::Unpack, 0, values, values | CONSUME, p.keys.len() as u16);
        self.top = values;
        self.reserve(p.keys.len());
        self.parts(p.patterns.iter(), values, case)?;
        if let Some(rest) = &p.rest {
            self.mapping_rest(p, rest, keys, on, case)?;
        }
        self.drop_temp(keys);
        case.release(keys);
        self.matched(on, case);
        Ok(())
    }

    /// The tuple of a mapping pattern's keys.
    fn mapping_keys(&mut self, p: &'a ast::PatternMatchMapping, dst: Reg) -> Res<()> {
        let mut constants = Vec::new();
        let mut seen = Vec::new();
        for key in &p.keys {
            let value = self.constant_of(key)?;
            if value.is_none() && !key.is_attribute_expr() {
                let message = "mapping pattern keys may only match literals and attribute lookups";
                return self.fail(message, p.range);
            }
            if let Some(value) = value {
                let normal = fold::equality_key(&value);
                if seen.contains(&normal) {
                    let text = self.literal_text(&value, key);
                    return self.fail(format!("mapping pattern checks duplicate key ({text})"), p.range);
                }
                seen.push(normal);
                constants.push(value);
            }
        }
        if constants.len() == p.keys.len() {
            self.at(p.range);
            self.load_constant(dst, Const::Tuple(constants.into()));
            return Ok(());
        }
        let first = self.top;
        for key in &p.keys {
            self.push_expr(key)?;
        }
        self.at(p.range);
        self.emit(Op::BuildTuple, 0, dst, first, p.keys.len() as u16);
        self.top = first;
        Ok(())
    }

    /// A constant as its `repr`.
    fn literal_text(&self, value: &Const, key: &ast::Expr) -> String {
        match value {
            Const::Int(n) => n.to_string(),
            Const::True => "True".into(),
            Const::False => "False".into(),
            Const::None => "None".into(),
            Const::Str(_) | Const::WideStr(_) | Const::Bytes(_) => unparse::repr(value),
            Const::Complex(..) => {
                let range = key.range();
                let text = &self.source.text[usize::from(range.start())..usize::from(range.end())];
                format!("({})", text.replace(' ', ""))
            }
            _ => {
                self.source.text[usize::from(key.range().start())..usize::from(key.range().end())].to_owned()
            }
        }
    }

    /// A dict of what the keys leave over.
    fn mapping_rest(
        &mut self,
        p: &'a ast::PatternMatchMapping,
        rest: &'a ast::Identifier,
        keys: Reg,
        on: Subject,
        case: &mut Case,
    ) -> Res<()> {
        self.at(p.range);
        let dict = self.push();
        let key = self.push();
        self.emit(Op::BuildDict, 0, dict, key, 0);
        self.emit(Op::DictUpdate, 0, dict, on.reg, 0);
        for index in 0..p.keys.len() {
            let at = self.constant(Const::Int(index as i64));
            self.emit(Op::GetItemK, 0, key, keys, at);
            self.emit(Op::DeleteItem, 0, dict, key | CONSUME, 0);
        }
        case.live.push(dict);
        self.capture(Some(rest), p.range, Subject { reg: dict, owned: true }, case)
    }

    // ---- classes

    fn class_pattern(&mut self, p: &'a ast::PatternMatchClass, on: Subject, case: &mut Case) -> Res<()> {
        for (index, name) in p.kwd_attrs.iter().enumerate() {
            let range = p.kwd_patterns.get(index).map_or(p.range, |p| p.range());
            self.check_target_name(name, range)?;
            if let Some(again) = (index + 1..p.kwd_attrs.len()).find(|&i| p.kwd_attrs[i] == *name) {
                let range = p.kwd_patterns.get(again).map_or(p.range, |p| p.range());
                return self.fail(format!("attribute name repeated in class pattern: {name}"), range);
            }
        }
        let (positional, count) = (p.patterns.len(), p.patterns.len() + p.kwd_patterns.len());
        if positional > u8::MAX as usize || count > MAX_ITEMS {
            return self.fail("too many sub-patterns in class pattern", p.range);
        }
        let values = self.push();
        let class = self.push_expr(&p.cls)?;
        let names: Vec<Const> = p.kwd_attrs.iter().map(|name| Const::Str(name.as_str().into())).collect();
        self.at(p.range);
        self.push_constant(Const::Tuple(names.into()));
        self.emit(Op::MatchClass, positional as u8, values, on.reg, class);
        case.live.push(values);
        self.mismatch(Op::JumpIfNone, values, case);
        case.release(values);
        if count == 0 {
            self.drop_temp(values);
        } else {
            self.emit(Op::Unpack, 0, values, values | CONSUME, count as u16);
        }
        self.top = values;
        self.reserve(count);
        self.parts(p.patterns.iter().chain(&p.kwd_patterns), values, case)?;
        self.matched(on, case);
        Ok(())
    }

    /// Pushes temporaries that an instruction has filled.
    fn reserve(&mut self, count: usize) {
        for _ in 0..count {
            self.push();
        }
    }
}

fn is_star(p: &Pattern) -> bool {
    matches!(p, Pattern::MatchStar(_))
}

/// `_` or `*_`.
fn is_wildcard(p: &Pattern) -> bool {
    match p {
        Pattern::MatchAs(p) => p.pattern.is_none() && p.name.is_none(),
        Pattern::MatchStar(p) => p.name.is_none(),
        _ => false,
    }
}

/// The names that a pattern captures.
fn captured<'p>(p: &'p Pattern, names: &mut Vec<&'p str>) {
    let mut stack = vec![p];
    while let Some(next) = stack.pop() {
        let mut add = |name: &'p Option<ast::Identifier>| names.extend(name.as_ref().map(|n| n.as_str()));
        match next {
            Pattern::MatchValue(_) | Pattern::MatchSingleton(_) => {}
            Pattern::MatchSequence(p) => stack.extend(&p.patterns),
            Pattern::MatchMapping(p) => {
                add(&p.rest);
                stack.extend(&p.patterns);
            }
            Pattern::MatchClass(p) => stack.extend(p.patterns.iter().chain(&p.kwd_patterns)),
            Pattern::MatchStar(p) => add(&p.name),
            Pattern::MatchAs(p) => {
                add(&p.name);
                stack.extend(p.pattern.as_deref());
            }
            Pattern::MatchOr(p) => stack.extend(&p.patterns),
        }
    }
}
