//! A list or an object, taken apart into its elements as they stand in the text.

use std::borrow::Cow;

use hifijson::num::Lex as _;
use hifijson::str::{Lex as _, LexAlloc as _};
use hifijson::token::{Expect, Lex as _};
use hifijson::{Error, Read as _, SliceLexer};

/// The elements of a list or an object, each with its key (`""` in a list).
pub fn parts(text: &str, begin: u8, end: u8) -> Option<Vec<(Cow<'_, str>, &str)>> {
    let mut lexer = SliceLexer::new(text.as_bytes());
    let mut parts = Vec::new();
    lexer.expect(SliceLexer::ws_peek, begin)?;
    let read = lexer.seq(end, SliceLexer::ws_peek, |next, lexer| {
        let mut key = Cow::Borrowed("");
        if end == b'}' {
            lexer.expect(|_| Some(next), b'"').ok_or(Expect::String)?;
            key = lexer.str_string().map_err(Error::Str)?;
            lexer
                .expect(SliceLexer::ws_peek, b':')
                .ok_or(Expect::Colon)?;
        }
        lexer.eat_whitespace();
        let from = text.len() - lexer.as_slice().len();
        skip(lexer).ok_or(Expect::Value)?;
        let to = text.len() - lexer.as_slice().len();
        parts.push((key, text.get(from..to).unwrap_or_default()));
        Ok::<_, Error>(())
    });
    (read.is_ok() && lexer.ws_peek().is_none()).then_some(parts)
}

/// Whether the text is one JSON value of any kind.
pub fn is_json(text: &str) -> bool {
    let mut lexer = SliceLexer::new(text.as_bytes());
    skip(&mut lexer).is_some() && lexer.ws_peek().is_none()
}

/// Passes over one value, however deep: not by recursion, which a hostile text could make end in a trap.
fn skip(lexer: &mut SliceLexer<'_>) -> Option<()> {
    // How the lists and objects around the present place end.
    let mut open = Vec::new();
    loop {
        match lexer.ws_peek()? {
            b'"' => lexer.discarded().str_ignore().ok()?,
            b'a'..=b'z' => {
                lexer.null_or_bool()?;
            }
            b'-' | b'0'..=b'9' => {
                lexer.num_ignore().validate().ok()?;
            }
            begin @ (b'[' | b'{') => {
                let end = if begin == b'[' { b']' } else { b'}' };
                open.push(end);
                if lexer.discarded().ws_peek()? != end {
                    pass_key(lexer, end)?;
                    continue;
                }
            }
            _ => return None,
        }
        while let Some(end) = open.last().copied() {
            let next = lexer.ws_peek()?;
            lexer.take_next();
            if next == b',' {
                pass_key(lexer, end)?;
                break;
            }
            open.pop().filter(|end| *end == next)?;
        }
        if open.is_empty() {
            return Some(());
        }
    }
}

/// In an object a key stands before each value.
fn pass_key(lexer: &mut SliceLexer<'_>, end: u8) -> Option<()> {
    if end == b'}' {
        lexer.expect(SliceLexer::ws_peek, b'"')?;
        lexer.str_ignore().ok()?;
        lexer.expect(SliceLexer::ws_peek, b':')?;
    }
    Some(())
}
