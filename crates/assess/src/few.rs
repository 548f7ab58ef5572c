//! A list that seldom holds more than one, without an allocation for that.

use serde::de::{SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use std::fmt;
use std::marker::PhantomData;

/// None, one or more.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) enum Few<T> {
    #[default]
    None,
    One(T),
    More(Box<[T]>),
}

impl<T> Few<T> {
    pub(crate) fn as_slice(&self) -> &[T] {
        match self {
            Few::None => &[],
            Few::One(one) => std::slice::from_ref(one),
            Few::More(more) => more,
        }
    }

    pub(crate) fn as_mut_slice(&mut self) -> &mut [T] {
        match self {
            Few::None => &mut [],
            Few::One(one) => std::slice::from_mut(one),
            Few::More(more) => more,
        }
    }

    /// Turns each into something else, until that fails.
    pub(crate) fn try_map<U, E>(&self, mut each: impl FnMut(&T) -> Result<U, E>) -> Result<Few<U>, E> {
        Ok(match self {
            Few::None => Few::None,
            Few::One(one) => Few::One(each(one)?),
            Few::More(more) => Few::More(more.iter().map(each).collect::<Result<_, _>>()?),
        })
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Few<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Read<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Read<T> {
            type Value = Few<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Few<T>, A::Error> {
                let Some(first) = list.next_element()? else { return Ok(Few::None) };
                let Some(second) = list.next_element()? else { return Ok(Few::One(first)) };
                let mut all = vec![first, second];
                while let Some(next) = list.next_element()? {
                    all.push(next);
                }
                Ok(Few::More(all.into()))
            }
        }
        deserializer.deserialize_seq(Read(PhantomData))
    }
}
