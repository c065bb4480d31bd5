//! Writing.

use super::Mistake;
use serde::ser::{
    Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeStructVariant, SerializeTuple,
    SerializeTupleStruct, SerializeTupleVariant, Serializer,
};
use std::fmt::Write as _;

type Written = Result<(), Mistake>;

/// Writes one value at the end of a text.
pub(super) struct Writer<'a>(pub(super) &'a mut String);

/// Writes the items of a list or the members of an object, and what closes it.
pub(super) struct Items<'a> {
    text: &'a mut String,
    is_first: bool,
    end: &'static str,
}

#[inline(never)]
fn string(text: &mut String, value: &str) {
    text.push('"');
    for c in value.chars() {
        match c {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\u{8}' => text.push_str("\\b"),
            '\u{c}' => text.push_str("\\f"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            '\0'..' ' => {
                const DIGITS: [char; 16] = [
                    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f',
                ];
                let code = c as usize;
                text.push_str("\\u00");
                text.push(DIGITS[code >> 4]);
                text.push(DIGITS[code & 15]);
            }
            _ => text.push(c),
        }
    }
    text.push('"');
}

#[inline(never)]
fn number(text: &mut String, value: i64) {
    // Writing into a text never fails.
    let _ = write!(text, "{value}");
}

impl<'a> Writer<'a> {
    #[inline(never)]
    fn open(self, start: &str, end: &'static str) -> Items<'a> {
        self.0.push_str(start);
        Items { text: self.0, is_first: true, end }
    }

    /// The name of a variant, before what it holds.
    #[inline(never)]
    fn variant(self, name: &str, start: &str, end: &'static str) -> Items<'a> {
        self.0.push('{');
        string(self.0, name);
        self.0.push(':');
        self.open(start, end)
    }
}

impl Items<'_> {
    #[inline(never)]
    fn begin(&mut self) {
        if !std::mem::take(&mut self.is_first) {
            self.text.push(',');
        }
    }

    #[inline(never)]
    fn name(&mut self, name: &str) {
        self.begin();
        string(self.text, name);
        self.text.push(':');
    }

    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        self.begin();
        value.serialize(Writer(self.text))
    }

    fn member<T: Serialize + ?Sized>(&mut self, name: &str, value: &T) -> Written {
        self.name(name);
        value.serialize(Writer(self.text))
    }

    fn close(self) {
        self.text.push_str(self.end);
    }
}

macro_rules! lists {
    ($($kind:ident $function:ident)*) => {
        $(impl $kind for Items<'_> {
            type Ok = ();
            type Error = Mistake;

            fn $function<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
                self.item(value)
            }

            fn end(self) -> Written {
                self.close();
                Ok(())
            }
        })*
    };
}
lists!(SerializeSeq serialize_element SerializeTuple serialize_element
    SerializeTupleStruct serialize_field SerializeTupleVariant serialize_field);

macro_rules! objects {
    ($($kind:ident)*) => {
        $(impl $kind for Items<'_> {
            type Ok = ();
            type Error = Mistake;

            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Written {
                self.member(name, value)
            }

            fn end(self) -> Written {
                self.close();
                Ok(())
            }
        })*
    };
}
objects!(SerializeStruct SerializeStructVariant);

impl SerializeMap for Items<'_> {
    type Ok = ();
    type Error = Mistake;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Written {
        self.item(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Written {
        self.text.push(':');
        value.serialize(Writer(self.text))
    }

    fn end(self) -> Written {
        self.close();
        Ok(())
    }
}

macro_rules! numbers {
    ($($name:ident $kind:ty),*) => {
        $(fn $name(self, value: $kind) -> Written {
            number(self.0, value.into());
            Ok(())
        })*
    };
}

impl<'a> Serializer for Writer<'a> {
    type Ok = ();
    type Error = Mistake;
    type SerializeSeq = Items<'a>;
    type SerializeTuple = Items<'a>;
    type SerializeTupleStruct = Items<'a>;
    type SerializeTupleVariant = Items<'a>;
    type SerializeMap = Items<'a>;
    type SerializeStruct = Items<'a>;
    type SerializeStructVariant = Items<'a>;

    numbers!(serialize_i8 i8, serialize_i16 i16, serialize_i32 i32, serialize_i64 i64,
        serialize_u8 u8, serialize_u16 u16, serialize_u32 u32);

    fn serialize_u64(self, value: u64) -> Written {
        number(self.0, value.try_into().map_err(|_| Mistake)?);
        Ok(())
    }

    /// Ours are whole.
    fn serialize_f32(self, _: f32) -> Written {
        Err(Mistake)
    }

    fn serialize_f64(self, _: f64) -> Written {
        Err(Mistake)
    }

    fn serialize_bool(self, value: bool) -> Written {
        self.0.push_str(if value { "true" } else { "false" });
        Ok(())
    }

    fn serialize_char(self, value: char) -> Written {
        string(self.0, value.encode_utf8(&mut [0; 4]));
        Ok(())
    }

    fn serialize_str(self, value: &str) -> Written {
        string(self.0, value);
        Ok(())
    }

    fn serialize_bytes(self, _: &[u8]) -> Written {
        Err(Mistake)
    }

    fn serialize_none(self) -> Written {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Written {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Written {
        self.0.push_str("null");
        Ok(())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Written {
        self.serialize_unit()
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, name: &'static str) -> Written {
        self.serialize_str(name)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Written {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        value: &T,
    ) -> Written {
        let items = self.variant(name, "", "}");
        value.serialize(Writer(items.text))?;
        items.text.push('}');
        Ok(())
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Items<'a>, Mistake> {
        Ok(self.open("[", "]"))
    }

    fn serialize_tuple(self, _: usize) -> Result<Items<'a>, Mistake> {
        Ok(self.open("[", "]"))
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Items<'a>, Mistake> {
        Ok(self.open("[", "]"))
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Items<'a>, Mistake> {
        Ok(self.variant(name, "[", "]}"))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Items<'a>, Mistake> {
        Ok(self.open("{", "}"))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Items<'a>, Mistake> {
        Ok(self.open("{", "}"))
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        name: &'static str,
        _: usize,
    ) -> Result<Items<'a>, Mistake> {
        Ok(self.variant(name, "{", "}}"))
    }
}
