//! Digital Links, with and without their scheme in front.

#![no_main]

#[path = "../../tests/labels/properties.rs"]
#[allow(dead_code, reason = "each target checks its own part")]
mod properties;

use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    properties::digital_link(bytes, properties::today());
    let link = [b"https://a.b/", bytes].concat();
    properties::digital_link(&link, properties::today());
});
