//! Reading: one pass over the text, without a tree. What does not depend on the type that is read
//! is in functions of its own, so that it exists once.
//!
//! Long, and one file: it is one grammar, and most of it is the reader's list of types by serde.

use super::Mistake;
use serde::Deserializer;
use serde::de::{
    DeserializeSeed, EnumAccess, IntoDeserializer, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use std::borrow::Cow;

type Read<T> = Result<T, Mistake>;

/// A text, and how far it is read.
pub(super) struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    pub(super) const fn of(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    /// Whether nothing but blanks is left.
    pub(super) fn is_at_end(&mut self) -> bool {
        self.peek() == 0
    }

    /// The next byte that is no blank, 0 at the end.
    #[inline(never)]
    fn peek(&mut self) -> u8 {
        loop {
            match self.text.as_bytes().get(self.at) {
                Some(b' ' | b'\n' | b'\r' | b'\t') => self.at += 1,
                Some(byte) => return *byte,
                None => return 0,
            }
        }
    }

    /// Takes the next byte if it is this one.
    #[inline(never)]
    fn takes(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == byte;
        self.at += usize::from(is_next);
        is_next
    }

    fn expect(&mut self, byte: u8) -> Read<()> {
        if self.takes(byte) { Ok(()) } else { Err(Mistake) }
    }

    /// Takes the next bytes if they are this word.
    #[inline(never)]
    fn takes_word(&mut self, word: &str) -> bool {
        self.peek();
        let is_next = self.text.get(self.at..).is_some_and(|rest| rest.starts_with(word));
        self.at += if is_next { word.len() } else { 0 };
        is_next
    }

    #[inline(never)]
    fn bool(&mut self) -> Read<bool> {
        if self.takes_word("true") {
            return Ok(true);
        }
        if self.takes_word("false") { Ok(false) } else { Err(Mistake) }
    }

    /// A whole number.
    #[inline(never)]
    fn number(&mut self) -> Read<i64> {
        let is_negative = self.takes(b'-');
        let (start, mut number) = (self.at, 0_i64);
        while let Some(digit @ b'0'..=b'9') = self.text.as_bytes().get(self.at) {
            let digit = i64::from(digit - b'0');
            let digit = if is_negative { -digit } else { digit };
            let next = number.checked_mul(10).and_then(|number| number.checked_add(digit));
            number = next.ok_or(Mistake)?;
            self.at += 1;
        }
        let goes_on = matches!(self.text.as_bytes().get(self.at), Some(b'.' | b'e' | b'E'));
        if start == self.at || goes_on { Err(Mistake) } else { Ok(number) }
    }

    /// A text; borrowed, when nothing in it is escaped.
    #[inline(never)]
    fn string(&mut self) -> Read<Cow<'a, str>> {
        self.expect(b'"')?;
        let mut whole = String::new();
        loop {
            let rest = self.text.get(self.at..).ok_or(Mistake)?;
            let end = rest.find(['"', '\\']).ok_or(Mistake)?;
            let (plain, mark) = (&rest[..end], rest.as_bytes()[end]);
            self.at += end + 1;
            if mark == b'"' {
                if whole.is_empty() {
                    return Ok(Cow::Borrowed(plain));
                }
                whole.push_str(plain);
                return Ok(Cow::Owned(whole));
            }
            whole.push_str(plain);
            whole.push(self.escaped()?);
        }
    }

    /// What follows a backslash.
    fn escaped(&mut self) -> Read<char> {
        let byte = *self.text.as_bytes().get(self.at).ok_or(Mistake)?;
        self.at += 1;
        Ok(match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => return self.unicode(),
            _ => return Err(Mistake),
        })
    }

    /// Four digits, or twice four for what lies beyond the first plane (RFC 8259 §7).
    fn unicode(&mut self) -> Read<char> {
        let first = self.four_digits()?;
        if !(0xD800..0xDC00).contains(&first) {
            return char::from_u32(first).ok_or(Mistake);
        }
        if self.text.get(self.at..self.at + 2) != Some("\\u") {
            return Err(Mistake);
        }
        self.at += 2;
        let second = self.four_digits()?.checked_sub(0xDC00).filter(|it| *it < 0x400);
        char::from_u32(0x1_0000 + ((first - 0xD800) << 10) + second.ok_or(Mistake)?).ok_or(Mistake)
    }

    fn four_digits(&mut self) -> Read<u32> {
        let digits = self.text.get(self.at..self.at + 4).ok_or(Mistake)?;
        self.at += 4;
        let mut number = 0;
        for digit in digits.chars() {
            number = number * 16 + digit.to_digit(16).ok_or(Mistake)?;
        }
        Ok(number)
    }

    /// Passes over a value, whatever it is.
    #[inline(never)]
    fn skip(&mut self) -> Read<()> {
        let mut depth = 0_u32;
        loop {
            match self.peek() {
                0 => return Err(Mistake),
                b'"' => drop(self.string()?),
                b'{' | b'[' => {
                    depth += 1;
                    self.at += 1;
                    continue;
                }
                b'}' | b']' => {
                    depth = depth.checked_sub(1).ok_or(Mistake)?;
                    self.at += 1;
                }
                b',' | b':' => self.at += 1,
                _ => self.skip_word(),
            }
            if depth == 0 {
                return Ok(());
            }
        }
    }

    /// Passes over a number, `true`, `false` or `null`.
    fn skip_word(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '-' | '+' | '.'));
        self.at += end.unwrap_or(rest.len()).max(1);
    }

    /// Goes to the next item of a list or an object; whether there is one.
    #[inline(never)]
    fn next_item(&mut self, is_first: &mut bool, end: u8) -> Read<bool> {
        if self.takes(end) {
            return Ok(false);
        }
        if !std::mem::take(is_first) {
            self.expect(b',')?;
        }
        Ok(true)
    }
}

/// Items of a list, or members of an object.
struct Items<'r, 'a> {
    reader: &'r mut Reader<'a>,
    is_first: bool,
}

impl<'a> SeqAccess<'a> for Items<'_, 'a> {
    type Error = Mistake;

    fn next_element_seed<T: DeserializeSeed<'a>>(&mut self, seed: T) -> Read<Option<T::Value>> {
        if !self.reader.next_item(&mut self.is_first, b']')? {
            return Ok(None);
        }
        seed.deserialize(&mut *self.reader).map(Some)
    }
}

impl<'a> MapAccess<'a> for Items<'_, 'a> {
    type Error = Mistake;

    fn next_key_seed<T: DeserializeSeed<'a>>(&mut self, seed: T) -> Read<Option<T::Value>> {
        if !self.reader.next_item(&mut self.is_first, b'}')? {
            return Ok(None);
        }
        seed.deserialize(&mut *self.reader).map(Some)
    }

    fn next_value_seed<T: DeserializeSeed<'a>>(&mut self, seed: T) -> Read<T::Value> {
        self.reader.expect(b':')?;
        seed.deserialize(&mut *self.reader)
    }
}

/// One of several: a word, or an object with one member.
struct Variant<'r, 'a> {
    reader: &'r mut Reader<'a>,
    has_content: bool,
}

impl<'a> EnumAccess<'a> for Variant<'_, 'a> {
    type Error = Mistake;
    type Variant = Self;

    fn variant_seed<T: DeserializeSeed<'a>>(self, seed: T) -> Read<(T::Value, Self)> {
        let name = self.reader.string()?;
        if self.has_content {
            self.reader.expect(b':')?;
        }
        let name: serde::de::value::CowStrDeserializer<'_, Mistake> = name.into_deserializer();
        Ok((seed.deserialize(name)?, self))
    }
}

impl<'a> VariantAccess<'a> for Variant<'_, 'a> {
    type Error = Mistake;

    fn unit_variant(self) -> Read<()> {
        if self.has_content { Err(Mistake) } else { Ok(()) }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'a>>(self, seed: T) -> Read<T::Value> {
        seed.deserialize(self.reader)
    }

    fn tuple_variant<V: Visitor<'a>>(self, count: usize, visitor: V) -> Read<V::Value> {
        self.reader.deserialize_tuple(count, visitor)
    }

    fn struct_variant<V: Visitor<'a>>(
        self,
        _: &'static [&'static str],
        visitor: V,
    ) -> Read<V::Value> {
        self.reader.deserialize_map(visitor)
    }
}

macro_rules! numbers {
    ($($name:ident)*) => {
        $(fn $name<V: Visitor<'a>>(self, visitor: V) -> Read<V::Value> {
            visitor.visit_i64(self.number()?)
        })*
    };
}

macro_rules! texts {
    ($($name:ident)*) => {
        $(fn $name<V: Visitor<'a>>(self, visitor: V) -> Read<V::Value> {
            visitor.visit_str(&self.string()?)
        })*
    };
}

impl<'a> Deserializer<'a> for &mut Reader<'a> {
    type Error = Mistake;

    numbers!(deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
        deserialize_f32 deserialize_f64);
    texts!(deserialize_char deserialize_str deserialize_string deserialize_bytes
        deserialize_byte_buf deserialize_identifier);

    fn deserialize_any<V: Visitor<'a>>(self, visitor: V) -> Read<V::Value> {
        match self.peek() {
            b'"' => self.deserialize_str(visitor),
            b'{' => self.deserialize_map(visitor),
            b'[' => self.deserialize_seq(visitor),
            b't' | b'f' => self.deserialize_bool(visitor),
            b'n' => self.deserialize_unit(visitor),
            _ => self.deserialize_i64(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'a>>(self, visitor: V) -> Read<V::Value> {
        visitor.visit_bool(self.bool()?)
    }

    fn deserialize_option<V: Visitor<'a>>(self, visitor: V) -> Read<V::Value> {
        if self.takes_word("null") { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit<V: Visitor<'a>>(self, visitor: V) -> Read<V::Value> {
        if self.takes_word("null") { visitor.visit_unit() } else { Err(Mistake) }
    }

    fn deserialize_unit_struct<V: Visitor<'a>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Read<V::Value> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'a>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Read<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'a>>(self, visitor: V) -> Read<V::Value> {
        self.expect(b'[')?;
        visitor.visit_seq(Items { reader: self, is_first: true })
    }

    /// Fixed lengths: whoever reads one stops after its last item.
    fn deserialize_tuple<V: Visitor<'a>>(self, _: usize, visitor: V) -> Read<V::Value> {
        self.expect(b'[')?;
        let value = visitor.visit_seq(Items { reader: &mut *self, is_first: true })?;
        self.expect(b']')?;
        Ok(value)
    }

    fn deserialize_tuple_struct<V: Visitor<'a>>(
        self,
        _: &'static str,
        count: usize,
        visitor: V,
    ) -> Read<V::Value> {
        self.deserialize_tuple(count, visitor)
    }

    fn deserialize_map<V: Visitor<'a>>(self, visitor: V) -> Read<V::Value> {
        self.expect(b'{')?;
        visitor.visit_map(Items { reader: self, is_first: true })
    }

    fn deserialize_struct<V: Visitor<'a>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Read<V::Value> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'a>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Read<V::Value> {
        let has_content = self.takes(b'{');
        let value = visitor.visit_enum(Variant { reader: &mut *self, has_content })?;
        if has_content {
            self.expect(b'}')?;
        }
        Ok(value)
    }

    fn deserialize_ignored_any<V: Visitor<'a>>(self, visitor: V) -> Read<V::Value> {
        self.skip()?;
        visitor.visit_unit()
    }
}
