//! Values of attributes and entities: references replaced, white space made even.

use std::rc::Rc;

use super::dtd::{Entity, predefined};
use super::fault::{Checked, Code, Fault};
use super::lex::{Lexer, Piece, Stop};
use super::parser::Parser;

/// The character of a reference by number, `&#…;` as a whole.
pub fn numbered(reference: &str) -> Option<char> {
    let digits = reference.strip_prefix("&#")?.strip_suffix(';')?;
    let number = match digits.strip_prefix('x') {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16),
        None => digits.parse(),
    };
    char::from_u32(number.ok()?).filter(|&c| super::chars::is_legal(c.into()))
}

/// Where the text of a value comes from, outermost first.
struct Level {
    entity: Option<Rc<Entity>>,
    text: Rc<str>,
    at: usize,
}

impl Parser {
    /// Appends the value of an attribute to `out`. Errors are at `base` and what the text's offset adds, if it is
    /// there. `declared` says that the text stands in a declaration.
    pub(super) fn attribute_value(
        &mut self,
        out: &mut String,
        text: &str,
        is_cdata: bool,
        base: Option<usize>,
        declared: bool,
    ) -> Checked {
        let start = out.len();
        let mut levels = vec![Level { entity: None, text: text.into(), at: 0 }];
        let done = self.read_value(out, start, &mut levels, is_cdata, declared);
        let at = levels.first().map_or(0, |level| level.at);
        let nested = levels.len() > 1;
        for level in levels {
            level.entity.inspect(|e| e.open.set(false));
        }
        if !is_cdata && out.len() > start && out.ends_with(' ') {
            out.pop();
        }
        // What is not declared, or is wrong in an entity, is said of the whole.
        let whole = nested || matches!(done, Err(Code::UndefinedEntity | Code::EntityDeclaredInPe));
        let base = base.filter(|_| !whole);
        done.map_err(|code| Fault { code, at: base.map(|base| base + at) })
    }

    fn read_value(
        &mut self,
        out: &mut String,
        start: usize,
        levels: &mut Vec<Level>,
        is_cdata: bool,
        declared: bool,
    ) -> Result<(), Code> {
        while let Some(level) = levels.last_mut() {
            let text = Rc::clone(&level.text);
            if level.at >= text.len() {
                levels.pop().and_then(|level| level.entity).inspect(|e| e.open.set(false));
                continue;
            }
            let lexer = Lexer { text: &text, complete: true, namespaces: false };
            let stops = b"&\t\n\r <";
            let (piece, end) = match lexer.in_value(level.at, stops) {
                Ok(found) => found,
                Err(stop) => {
                    if let Stop::Bad(at) = stop {
                        level.at = at;
                    }
                    return Err(Code::InvalidToken);
                }
            };
            let token = text.get(level.at..end).unwrap_or_default();
            let spaced = |out: &mut String| {
                if is_cdata || (out.len() > start && !out.ends_with(' ')) {
                    out.push(' ');
                }
            };
            match (piece, token) {
                (_, "<") => return Err(Code::InvalidToken),
                (Piece::Break, _) | (_, " " | "\t") => spaced(out),
                (Piece::Reference, _) if token.starts_with("&#") => match numbered(token) {
                    Some(' ') => spaced(out),
                    Some(c) => out.push(c),
                    None => return Err(Code::BadCharRef),
                },
                (Piece::Reference, _) => {
                    let name = token.get(1..token.len() - 1).unwrap_or_default();
                    if let Some(c) = predefined(name) {
                        out.push(c);
                    } else if let Some(entity) = self.entity_in_value(name, declared)? {
                        level.at = end;
                        let text = entity.text.clone().unwrap_or_default();
                        entity.open.set(true);
                        levels.push(Level { entity: Some(entity), text, at: 0 });
                        continue;
                    }
                }
                _ => out.push_str(token),
            }
            level.at = end;
        }
        Ok(())
    }

    /// The entity that a reference in a value means; `None` if it may be declared where nobody looked.
    fn entity_in_value(&mut self, name: &str, declared: bool) -> Result<Option<Rc<Entity>>, Code> {
        let must_be_declared = if declared { !self.external && self.is_settled() } else { self.is_settled() };
        let entity = {
            let dtd = self.dtd.borrow();
            match dtd.entities.get(name) {
                None if must_be_declared => return Err(Code::UndefinedEntity),
                None => return Ok(None),
                Some(e) if must_be_declared && !e.declared_inside => return Err(Code::EntityDeclaredInPe),
                Some(e) => Rc::clone(e),
            }
        };
        if entity.open.get() {
            return Err(Code::RecursiveEntityRef);
        }
        if entity.notation.is_some() {
            return Err(Code::BinaryEntityRef);
        }
        let Some(text) = &entity.text else { return Err(Code::AttributeExternalEntityRef) };
        self.account(text.len())?;
        Ok(Some(entity))
    }

    /// The text that an entity's literal value stands for.
    pub(super) fn entity_value(&mut self, text: &str, base: Option<usize>) -> Checked<String> {
        let mut out = String::with_capacity(text.len());
        let mut levels = vec![Level { entity: None, text: text.into(), at: 0 }];
        let done = self.read_entity_value(&mut out, &mut levels);
        let at = levels.first().map_or(0, |level| level.at);
        for level in levels {
            level.entity.inspect(|e| e.open.set(false));
        }
        match done {
            Ok(()) => Ok(out),
            Err((code, within)) => Err(Fault { code, at: base.map(|base| base + within.unwrap_or(at)) }),
        }
    }

    fn read_entity_value(
        &mut self,
        out: &mut String,
        levels: &mut Vec<Level>,
    ) -> Result<(), (Code, Option<usize>)> {
        while let Some(level) = levels.last_mut() {
            let text = Rc::clone(&level.text);
            if level.at >= text.len() {
                levels.pop().and_then(|level| level.entity).inspect(|e| e.open.set(false));
                continue;
            }
            let lexer = Lexer { text: &text, complete: true, namespaces: false };
            let outermost = level.entity.is_none();
            let (piece, end) = match lexer.in_value(level.at, b"&%\n\r") {
                Ok(found) => found,
                Err(Stop::Bad(at)) if outermost => return Err((Code::InvalidToken, Some(at))),
                Err(_) => return Err((Code::InvalidToken, None)),
            };
            let token = text.get(level.at..end).unwrap_or_default();
            match piece {
                Piece::Break => out.push('\n'),
                Piece::Reference if token.starts_with("&#") => {
                    out.push(numbered(token).ok_or((Code::BadCharRef, None))?);
                }
                Piece::Parameter => {
                    if !self.external && self.frames.is_empty() {
                        self.dtd.borrow_mut().end_counting();
                        return Err((Code::ParamEntityRef, None));
                    }
                    let name = token.get(1..token.len() - 1).unwrap_or_default();
                    let found = self.dtd.borrow().parameters.get(name).cloned();
                    match found {
                        Some(entity) if entity.open.get() => return Err((Code::RecursiveEntityRef, None)),
                        Some(entity) if entity.text.is_some() => {
                            let text = entity.text.clone().unwrap_or_default();
                            self.account(text.len()).map_err(|code| (code, None))?;
                            level.at = end;
                            entity.open.set(true);
                            levels.push(Level { entity: Some(entity), text, at: 0 });
                            continue;
                        }
                        // It is not known, or elsewhere: what follows does not count.
                        _ => self.dtd.borrow_mut().end_counting(),
                    }
                }
                _ => out.push_str(token),
            }
            level.at = end;
        }
        Ok(())
    }
}
