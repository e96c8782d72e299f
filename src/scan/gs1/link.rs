//! GS1 Digital Links: a web address whose path names a thing and whose query describes it, such as
//! `https://id.gs1.org/01/09521234543213/10/LOT42?17=261231`.
//!
//! The path holds one primary key and then its qualifiers in their order; the query holds data attributes. Other
//! parameters are left to the server behind the address. Compressed links are not read. Source: GS1 Digital Link
//! Standard, URI syntax.

mod path;
mod uri;

use self::path::{Pair, belongs_in_path, in_order, named, pairs};
use self::uri::{Piece, Plus, Uri, decoded, written_place};
use super::bracketed::with_zeros;
use super::charset::Set;
use super::element::{Element, stranger};
use super::{Basis, Label};
use crate::scan::ai::Ai;
use crate::scan::finding::{Finding, Flaw};
use crate::scan::read::in_clear;

/// What a Digital Link says, and what deserves a look in it.
#[derive(Debug, Clone)]
pub struct Link<'a> {
    /// The elements, those of the path first.
    pub label: Label<'a>,
    /// The parameters that name no application identifier, not read, only reported; and what was mended.
    pub ignored: Vec<Finding>,
}

/// How strictly a link is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Links {
    /// By the standard alone.
    AsWritten,
    /// As printers and shops write them too: with a slash at the end of the path, with trade item numbers that lack
    /// their leading zeros anywhere.
    Mended,
}

/// The most elements and parameters of a link.
const MOST: usize = 64;

/// The resolver of GS1 itself: an address there without a key in clear is compressed.
const RESOLVER: &[u8] = b"id.gs1.org";

/// Returns whether a web address is a Digital Link, even a faulty one. Whatever [`read`] accepts is one; of what it
/// refuses, only an address whose path holds what looks like a primary key: `/01/` and at least eight digits, or four
/// if the key may be that short.
pub fn is_link(uri: &[u8], links: Links, basis: Basis) -> bool {
    let Some(parts) = Uri::split(uri) else {
        return false;
    };
    let Some(pairs) = pairs(links.path(parts.path), basis) else {
        return is_compressed(&parts);
    };
    pairs.first().is_some_and(|key| {
        let value = decoded(key.value.bytes, Plus::Literal);
        let digits = Set::Digits.stranger(&value).unwrap_or(value.len());
        digits >= usize::from(key.row.least.clamp(4, 8))
    })
}

/// Reads a Digital Link; `at` is its position in the raw read.
///
/// # Errors
///
/// The first thing that is wrong, and where. An address that is no Digital Link at all is refused too: call [`is_link`]
/// first if it may be either.
pub fn read(uri: &[u8], at: usize, links: Links, basis: Basis) -> Result<Link<'_>, Finding> {
    let (label, ignored) = whole(uri, links, basis).map_err(|finding| moved(finding, at))?;
    let label = label.into_iter().map(|element| Element {
        at: element.at + at,
        ..element
    });
    Ok(Link {
        label: Label::of(label.collect())?,
        ignored: ignored.into_iter().map(|finding| moved(finding, at)).collect(),
    })
}

fn moved(finding: Finding, by: usize) -> Finding {
    Finding {
        at: finding.at + by,
        ..finding
    }
}

/// Returns the elements and the ignored parameters, with their positions in the address.
fn whole(uri: &[u8], links: Links, basis: Basis) -> Result<(Vec<Element<'_>>, Vec<Finding>), Finding> {
    let parts = Uri::split(uri).ok_or(Finding::at(Flaw::NotWebAddress, 0))?;
    if let Some(place) = uri::stranger(uri) {
        return Err(Finding::at(stranger(uri[place]), place));
    }
    if parts.domain.bytes.is_empty() {
        return Err(Finding::at(Flaw::Domain, parts.domain.at));
    }
    if let Some(place) = parts.domain_stranger() {
        return Err(Finding::at(Flaw::Domain, place));
    }
    let compressed = || is_compressed(&parts).then_some(Flaw::Compressed);
    let written = links.path(parts.path);
    let path = pairs(written, basis)
        .ok_or_else(|| Finding::at(compressed().unwrap_or(Flaw::NoKey), parts.path.at))?;
    in_order(&path)?;
    let mut elements = Vec::with_capacity(path.len() + 2);
    let mut ignored = Vec::new();
    if written.bytes.len() < parts.path.bytes.len() {
        ignored.push(Finding::at(Flaw::LinkSlash, written.at + written.bytes.len()));
    }
    for pair in &path {
        elements.push(element(*pair, Plus::Literal, links, basis)?);
    }
    for parameter in parts.query.split(b'&').filter(|piece| !piece.bytes.is_empty()) {
        if elements.len() + ignored.len() == MOST {
            return Err(Finding::at(Flaw::TooMany(MOST), parameter.at));
        }
        match attribute(parameter, &path, basis)? {
            Some(pair) if elements.iter().any(|element| element.ai == pair.ai) => {
                return Err(pair.finding(Flaw::Twice));
            }
            Some(pair) => elements.push(element(pair, Plus::Space, links, basis)?),
            None => {
                let flaw = Flaw::Ignored(in_clear(parameter.bytes));
                ignored.push(Finding::at(flaw, parameter.at));
            }
        }
    }
    Ok((elements, ignored))
}

/// Reads a parameter of the query; `None` if it names no application identifier.
fn attribute<'a>(parameter: Piece<'a>, path: &[Pair<'_>], basis: Basis) -> Result<Option<Pair<'a>>, Finding> {
    let Some((name, value)) = parameter.before(b'=') else {
        return Ok(None);
    };
    if name.bytes.is_empty() || Set::Digits.stranger(name.bytes).is_some() {
        return Ok(None);
    }
    let (ai, row) = named(name.bytes, basis).map_err(|flaw| Finding::at(flaw, name.at))?;
    let pair = Pair {
        ai,
        row,
        at: name.at,
        value: value.from(1),
    };
    match path.first() {
        Some(key) if belongs_in_path(ai, path) => Err(pair.finding(Flaw::InPath(key.ai))),
        _ if !row.attribute => Err(pair.finding(Flaw::NoAttribute)),
        _ => Ok(Some(pair)),
    }
}

impl Links {
    /// Returns the part of a path that is read.
    fn path(self, path: Piece<'_>) -> Piece<'_> {
        let kept = path
            .bytes
            .iter()
            .rposition(|&byte| byte != b'/')
            .map_or(0, |last| last + 1);
        match self {
            Self::AsWritten => path,
            Self::Mended => Piece {
                bytes: &path.bytes[..kept],
                ..path
            },
        }
    }

    /// Returns whether a value of this identifier may lack its leading zeros.
    const fn pads(self, ai: Ai) -> bool {
        match self {
            Self::AsWritten => ai.0 == 1,
            Self::Mended => matches!(ai.0, 1..=3),
        }
    }
}

/// Decodes and checks a value. A trade item number may lack its leading zeros, as in older links.
fn element(pair: Pair<'_>, plus: Plus, links: Links, basis: Basis) -> Result<Element<'_>, Finding> {
    let written = pair.value.bytes;
    let plain = decoded(written, plus);
    let length = plain.len();
    let value = if links.pads(pair.ai) {
        with_zeros(plain)
    } else {
        plain
    };
    let added = value.len() - length;
    let checked = Element::checked((pair.ai, pair.row), value, 0, basis).map_err(|finding| {
        let place = written_place(written, finding.at.saturating_sub(added));
        Finding::about(finding.flaw, pair.ai, written, pair.value.at + place)
    })?;
    Ok(Element {
        at: pair.at,
        ..checked
    })
}

/// Returns whether this is an address of GS1's own resolver, packed into one long segment.
fn is_compressed(parts: &Uri<'_>) -> bool {
    let segment = parts
        .path
        .around_last(b'/')
        .map_or(b"".as_slice(), |(_, last)| last.bytes);
    parts.domain.bytes.eq_ignore_ascii_case(RESOLVER)
        && segment.len() >= 10
        && Set::Base64.stranger(segment).is_none()
        && Set::Digits.stranger(segment).is_some()
}

#[cfg(test)]
mod tests;
