//! PINs where none is awaited: what may be one is set aside, and nothing of it is kept.
//!
//! People type badge and PIN by habit: while they are signed in, after they have signed out, after a badge that was
//! misread, and both in one line. What comes like that never reaches the journal, a message or the saved work.

use super::reply::Reply;
use super::{SECRET, Session};
use crate::domain::catalog::{Barcode, Item, Location};
use crate::domain::code::{Badge, ItemCode, LocationCode, Lpn};
use crate::domain::command::PREFIX;
use crate::domain::record::Fault;
use crate::domain::refusal::Refusal;
use crate::domain::stock::Plate;
use crate::domain::user::{PIN_DIGITS, User};
use crate::flows::event::{Question, Told};
use crate::flows::question::sign_in;
use crate::operations::view::View;
use crate::scan::gtin::Gtin;
use crate::scan::read::{Ending, Read, SourceKind};
use crate::store::StoreError;
use argon2::password_hash::rand_core::{OsRng, RngCore};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// Returns whether a read is as long as a PIN and has only digits; scanned digits that are an article number are one.
fn looks_like_a_pin(read: &Read) -> bool {
    let bytes = &read.bytes;
    PIN_DIGITS.contains(&bytes.len())
        && bytes.iter().all(u8::is_ascii_digit)
        && (read.typed || Gtin::read(bytes).is_none())
}

impl Session<'_> {
    /// Sets a read aside that may be a PIN where none is awaited; `None` if it is none.
    pub(super) fn hold_back_a_pin(&mut self, read: &Read) -> Result<Option<Reply>, StoreError> {
        // The first badge of all may be of digits alone.
        let awaits_any = self.state.flow.is_secret() || self.state.makes_the_first();
        if awaits_any || read.is_enter() || read.bytes.starts_with(PREFIX.as_bytes()) {
            return Ok(None);
        }
        let awaited = self.may_be_followed_by_a_pin();
        let is_like_one = looks_like_a_pin(read);
        // A scanner reads codes of goods and bins all day, some of which begin like a badge or are as long as a PIN. Of
        // what comes fast at the terminal's own line only the operator's badge is looked for, unless a PIN is to come.
        let is_scanned = !read.typed && self.state.is_signed_in();
        let own = self.state.operator.badge.clone();
        let is_by_device = match read.source.kind {
            SourceKind::Script => false,
            SourceKind::Terminal => !awaited && !read.bytes.starts_with(own.as_str().as_bytes()),
            _ => true,
        };
        let has_symbology = read.bytes.starts_with(b"]");
        let is_of_a_device = (has_symbology && !read.typed) || (is_scanned && is_by_device);
        let may_end_with_one = !is_of_a_device && *PIN_DIGITS.start() <= digits_behind(&read.bytes);
        let may_be_one = may_end_with_one || awaited && is_like_one;
        if !may_be_one {
            return Ok(None);
        }
        let text = String::from_utf8_lossy(&read.bytes).into_owned();
        let found = self.store().glance(|view| {
            if ends_with_a_pin(view, &text)? && !(is_scanned && means_something(view, &text)?) {
                return Ok(true);
            }
            if !is_like_one {
                return Ok(false);
            }
            if awaited {
                return Ok(view.find::<User>(&[&Badge::from(text.as_str())])?.is_none());
            }
            Ok(self.state.own_pin.is(&own, &text))
        })?;
        if !found {
            return Ok(None);
        }
        self.state.after_badge = false;
        let mut reply = Reply::to(self.last + 1);
        reply.refuse(&if self.state.flow.asks_for_approval() {
            Refusal::BadgeFirst {}
        } else {
            Refusal::PinNotKept {}
        });
        reply.conclude(false);
        let masked = Read {
            bytes: SECRET.as_bytes().to_vec(),
            ..read.clone()
        };
        self.aside(&masked, reply).map(Some)
    }

    /// Returns whether digits that come now may be somebody's PIN: nobody is signed in, a badge came before, or a
    /// supervisor is asked to approve something.
    fn may_be_followed_by_a_pin(&self) -> bool {
        !self.state.is_signed_in() || self.state.after_badge || self.state.flow.asks_for_approval()
    }

    /// Returns whether a read must not be written down: a PIN is awaited, or what never became a whole read, or is not
    /// worked on, may be one.
    pub(super) fn is_kept_secret(&self, read: &Read) -> bool {
        if read.is_enter() || read.bytes.starts_with(PREFIX.as_bytes()) {
            return false;
        }
        let torn =
            matches!(read.ending, Ending::Cut | Ending::Mixed) && read.bytes.iter().any(u8::is_ascii_digit);
        self.state.flow.is_secret() || (self.may_be_followed_by_a_pin() && (torn || looks_like_a_pin(read)))
    }
}

/// Digests of the PINs that were proved at this terminal, by badge, under a key that lives no longer than the process.
/// They spare the floor a slow hash for every number that is typed.
#[derive(Clone, Debug, Default)]
pub(super) struct OwnPin(BTreeMap<Badge, [u8; 32]>);

impl OwnPin {
    /// Learns what was asked and told of a PIN.
    pub(super) fn learn(&mut self, question: &Question, told: &Told) {
        let (Question::SignIn(asked), Told::SignIn(told)) = (question, told) else {
            return;
        };
        match (asked, told) {
            (sign_in::Question::Pin { badge, pin }, sign_in::Told::Pin { right: true, .. })
            | (sign_in::Question::Hash { badge, pin }, sign_in::Told::Hash(Ok(_))) => {
                self.0.insert(badge.clone(), digest(pin));
            }
            _ => {}
        }
    }

    /// Returns whether a text is the PIN of a badge that was proved here last.
    fn is(&self, badge: &Badge, text: &str) -> bool {
        self.0.get(badge) == Some(&digest(text))
    }
}

/// Returns the digest of a PIN in this process.
fn digest(pin: &str) -> [u8; 32] {
    static KEY: LazyLock<[u8; 32]> = LazyLock::new(|| {
        let mut key = [0; 32];
        OsRng.fill_bytes(&mut key);
        key
    });
    Sha256::new()
        .chain_update(*KEY)
        .chain_update(pin)
        .finalize()
        .into()
}

/// Returns the number of digits at the end of a line.
fn digits_behind(line: &[u8]) -> usize {
    line.iter().rev().take_while(|byte| byte.is_ascii_digit()).count()
}

/// Returns whether a line is a badge with what may be its PIN behind it, with or without something between them.
fn ends_with_a_pin(view: &dyn View, line: &str) -> Result<bool, Fault> {
    let digits = digits_behind(line.as_bytes());
    for length in PIN_DIGITS.filter(|length| *length <= digits) {
        let badge = line[..line.len() - length].trim_end_matches(|c: char| !c.is_alphanumeric());
        if !badge.is_empty() && view.find::<User>(&[&Badge::from(badge)])?.is_some() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Returns whether the books know a line as a code of goods, a bin or a licence plate.
fn means_something(view: &dyn View, line: &str) -> Result<bool, Fault> {
    let is_code = view.find::<Location>(&[&LocationCode::from(line)])?.is_some()
        || view.find::<Item>(&[&ItemCode::from(line)])?.is_some()
        || view.find::<Barcode>(&[&line.to_owned()])?.is_some()
        || view.find::<Plate>(&[&Lpn::from(line)])?.is_some();
    Ok(is_code || Gtin::read(line.as_bytes()).is_some())
}
