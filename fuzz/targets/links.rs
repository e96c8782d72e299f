//! Digital Links, with and without their scheme in front.

#![no_main]


use libfuzzer_sys::fuzz_target;
use testing::properties;

fuzz_target!(|bytes: &[u8]| {
    properties::digital_link(bytes, properties::today());
    let link = [b"https://a.b/", bytes].concat();
    properties::digital_link(&link, properties::today());
});
