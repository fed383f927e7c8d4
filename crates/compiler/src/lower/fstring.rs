//! f-strings: pieces are formatted into consecutive temporaries and joined.

use rustpython_parser::ast::Ranged;
use rustpython_parser::text_size::{TextRange, TextSize};
use theseus_bytecode::{Const, Op, Reg};

use super::{Lower, Value};
use crate::error::{Res, SyntaxError};
use crate::literal::{Text, decode_text};
use crate::parse::Strings;
use crate::tokens::{Field, Literal, Part};

/// A stretch of text, or a field.
enum Piece<'a> {
    Text(Const),
    Field(&'a Field),
}

impl<'a> Lower<'a> {
    /// The f-string expression (perhaps several literals) that starts where `range` does.
    pub(super) fn format_string(&mut self, range: TextRange, dst: Reg) -> Res<()> {
        let strings: &'a Strings = self.strings;
        let mut pieces = Vec::new();
        let mut text = Text::default();
        for literal in strings.pieces(range.start().into()) {
            self.pieces(literal, &literal.parts, &mut text, &mut pieces)?;
        }
        if !text.is_empty() {
            pieces.push(Piece::Text(text.into_const()));
        }
        self.join(&pieces, range, dst)
    }

    fn pieces(
        &self,
        literal: &'a Literal,
        parts: &'a [Part],
        text: &mut Text,
        pieces: &mut Vec<Piece<'a>>,
    ) -> Res<()> {
        for part in parts {
            match part {
                Part::Text { start, end } => {
                    decode_text(self.source, literal, *start, *end, text)?;
                }
                Part::Field(field) => {
                    if let Some((start, end)) = field.debug {
                        let shown = &self.source.text[start as usize..end as usize];
                        if shown.contains('#') && !shown.contains(['"', '\'']) {
                            text.push_str(&without_comments(shown));
                        } else {
                            text.push_str(shown);
                        }
                    }
                    if !text.is_empty() {
                        pieces.push(Piece::Text(std::mem::take(text).into_const()));
                    }
                    pieces.push(Piece::Field(field));
                }
            }
        }
        Ok(())
    }

    fn join(&mut self, pieces: &[Piece<'a>], range: TextRange, dst: Reg) -> Res<()> {
        match pieces {
            [] => {
                self.at(range);
                self.load_constant(dst, Const::Str("".into()));
                return Ok(());
            }
            [Piece::Field(field)] => return self.field(field, dst),
            [Piece::Text(value)] => {
                self.at(range);
                self.load_constant(dst, value.clone());
                return Ok(());
            }
            _ => {}
        }
        let mut base = self.top;
        for (index, piece) in pieces.iter().enumerate() {
            let reg = if index == 0 {
                base = self.window(dst);
                base
            } else {
                self.push()
            };
            match piece {
                Piece::Text(value) => {
                    self.at(range);
                    self.load_constant(reg, value.clone());
                }
                Piece::Field(field) => self.field(field, reg)?,
            }
        }
        self.at(range);
        self.emit(Op::BuildString, 0, dst, base, pieces.len() as u16);
        Ok(())
    }

    fn field(&mut self, field: &'a Field, dst: Reg) -> Res<()> {
        let strings: &'a Strings = self.strings;
        let range = TextRange::new(TextSize::from(field.start), TextSize::from(field.end));
        let Some(expr) = strings.field(field.parsed) else {
            return Err(SyntaxError::too_deep());
        };
        self.deeper()?;
        let mark = self.top;
        let value = match (&expr, &field.spec) {
            // The specification may hold a walrus, so the value is copied when it is a local.
            (_, Some(spec)) if spec.iter().any(|p| matches!(p, Part::Field(_))) => {
                let home = self.scratch(dst);
                self.expr_to(expr, home)?;
                Value::Temp(home)
            }
            _ => self.operand_at(expr, dst)?,
        };
        let mut x = match field.conversion {
            b's' => 1,
            b'r' => 2,
            b'a' => 3,
            0 if field.debug.is_some() && field.spec.is_none() => 2,
            _ => 0,
        };
        let mut spec_operand = 0;
        if let Some(spec) = &field.spec {
            x |= 4;
            let reg = self.push();
            self.spec(field, spec, reg)?;
            spec_operand = Value::Temp(reg).take();
        }
        self.at(if field.spec.is_some() { range } else { expr.range() });
        self.unit.position = self.source.position(range);
        self.emit(Op::FormatValue, x, dst, value.take(), spec_operand);
        self.top = mark;
        self.depth -= 1;
        Ok(())
    }

    /// The format specification of a field, itself a string with fields.
    fn spec(&mut self, field: &'a Field, spec: &'a [Part], dst: Reg) -> Res<()> {
        let strings: &'a Strings = self.strings;
        let range = TextRange::new(TextSize::from(field.start), TextSize::from(field.end));
        let Some(literal) = strings.around(field.start) else {
            return Err(SyntaxError::too_deep());
        };
        let mut pieces = Vec::new();
        let mut text = Text::default();
        self.pieces(literal, spec, &mut text, &mut pieces)?;
        if !text.is_empty() {
            pieces.push(Piece::Text(text.into_const()));
        }
        let mark = self.top;
        self.join(&pieces, range, dst)?;
        self.top = mark;
        Ok(())
    }
}

/// The text of a field that shows itself, without its comments.
pub(crate) fn without_comments(text: &str) -> String {
    let lines: Vec<&str> = text.split('\n').map(|line| line.split('#').next().unwrap_or(line)).collect();
    lines.join("\n")
}
